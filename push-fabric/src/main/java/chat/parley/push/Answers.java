package chat.parley.push;

import chat.parley.domain.Platform;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What providers have said, on its way from their threads into the rows. As many as are under way at most. */
final class Answers {

    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    /** How long nothing is sent to a provider that does not take the credentials, and how often that is written of. */
    static final Duration BAD_CREDENTIALS_PAUSE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 128;

    /** The same failure so often is not one that passes. */
    private static final int TRIES_MAX = 8;

    private record Answered(Sending sending, PushOutcome outcome) {}

    private final WakeUps wakeUps;
    private final TraceRecords traces;
    private final PushTargets targets;
    private final Outcomes outcomes;
    private final Backoff backoff;
    private final PushCounters counters;
    private final Clock clock;
    private final BlockingQueue<Answered> arriving = new LinkedBlockingQueue<>();
    private final ArrayDeque<Answered> arrived = new ArrayDeque<>();
    private int failures;
    private final Map<Platform, Long> alarmedAt = new EnumMap<>(Platform.class);

    Answers(
            WakeUps wakeUps,
            TraceRecords traces,
            PushTargets targets,
            Outcomes outcomes,
            Backoff backoff,
            PushCounters counters,
            Clock clock) {
        this.wakeUps = wakeUps;
        this.traces = traces;
        this.targets = targets;
        this.outcomes = outcomes;
        this.backoff = backoff;
        this.counters = counters;
        this.clock = clock;
    }

    /** On any thread. */
    void add(Sending sending, PushOutcome outcome) {
        arriving.add(new Answered(sending, outcome));
    }

    void await(Duration wait) throws InterruptedException {
        Answered first = arriving.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            arrive(first);
        }
    }

    private void arrive(Answered one) {
        arrived.add(one);
        one.sending().lane().answered(one.sending().number());
    }

    /** @return how many were written down */
    int take() {
        for (Answered next = arriving.poll(); next != null; next = arriving.poll()) {
            arrive(next);
        }
        int taken = 0;
        while (!arrived.isEmpty()) {
            List<Answered> some = firstOfEachRow();
            try {
                take(some);
            } catch (StoreUnavailable e) {
                if (++failures < TRIES_MAX) {
                    throw e;
                }
                some.forEach(this::takeAlone);
            } catch (RuntimeException e) {
                some.forEach(this::takeAlone);
            }
            failures = 0;
            some.forEach(_ -> arrived.remove());
            taken += some.size();
        }
        return taken;
    }

    /** One that cannot be written down keeps back no other: its claim ends, and it is sent again. */
    private void takeAlone(Answered one) {
        try {
            take(List.of(one));
        } catch (RuntimeException e) {
            counters.failed(Fault.FAILED_LOOK, 1);
            LOG.log(System.Logger.Level.ERROR, "the answer to a notification is lost", e);
        }
    }

    /** As many as can be written down at once: of one row there is one. */
    private List<Answered> firstOfEachRow() {
        Map<WakeUp.Key, Answered> some = new LinkedHashMap<>();
        for (Answered one : arrived) {
            if (some.size() == AT_ONCE || some.putIfAbsent(one.sending().key(), one) != null) {
                break;
            }
        }
        return List.copyOf(some.values());
    }

    private void take(List<Answered> some) {
        long now = clock.millis();
        Map<WakeUp.Key, Long> retryAt = HashMap.newHashMap(some.size());
        some.forEach(one -> retryAt.put(one.sending().key(), takeNote(one, now)));
        List<Trace> steps = new ArrayList<>();
        List<Answered> open = some;
        while (!open.isEmpty()) {
            Map<WakeUp.Key, WakeUp> rows =
                    wakeUps.find(open.stream().map(one -> one.sending().key()).toList());
            Map<WakeUp.Key, Settled> settled = new LinkedHashMap<>();
            for (Answered one : open) {
                WakeUp.Key key = one.sending().key();
                long retry = retryAt.getOrDefault(key, now);
                settled.put(key, outcomes.on(rows.get(key), one.sending(), one.outcome(), retry, now));
            }
            List<Change> changes = settled.values().stream()
                    .map(Settled::change)
                    .filter(Objects::nonNull)
                    .toList();
            Set<WakeUp.Key> lost = new HashSet<>();
            if (!changes.isEmpty()) {
                wakeUps.write(changes).forEach(change -> lost.add(change.key()));
            }
            settled.forEach((key, one) -> steps.addAll(lost.contains(key) ? List.of() : one.steps()));
            open = open.stream()
                    .filter(one -> lost.contains(one.sending().key()))
                    .toList();
        }
        some.forEach(one -> counters.answered(one.sending().target().platform(), one.outcome()));
        steps.forEach(step -> counters.count(step.step()));
        if (!steps.isEmpty()) {
            traces.record(steps);
        }
    }

    /**
     * What an answer says of more than its row. Noted again when the rows cannot be written, it changes nothing.
     *
     * @return when to send it again, if it is
     */
    private long takeNote(Answered one, long now) {
        Sending sent = one.sending();
        switch (one.outcome()) {
            case PushOutcome.RetryLater(var after, var _) -> {
                return now + backoff.after(sent.pending().tries(), after).toMillis();
            }
            case PushOutcome.TokenGone _ -> targets.gone(sent.target(), now);
            case PushOutcome.BadCredentials(String reason) -> {
                long until = now + BAD_CREDENTIALS_PAUSE.toMillis();
                sent.lane().pause(until);
                alarm(sent.target().platform(), reason, now);
                // Behind those that wait since before: one that fails for its own sake is not the next that is tried.
                return until + backoff.after(sent.pending().tries(), null).toMillis();
            }
            case PushOutcome.Accepted _ -> sent.lane().goesOn();
            case PushOutcome.Refused _ -> {}
        }
        return now;
    }

    private void alarm(Platform platform, String reason, long now) {
        Long before = alarmedAt.get(platform);
        if (before == null || now - before >= BAD_CREDENTIALS_PAUSE.toMillis()) {
            alarmedAt.put(platform, now);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "nobody is woken by " + platform + ": the provider does not take the credentials (" + reason
                            + "). It is asked again each minute");
        }
    }
}
