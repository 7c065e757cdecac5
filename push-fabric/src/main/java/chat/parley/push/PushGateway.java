package chat.parley.push;

import chat.parley.domain.Platform;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters.Answer;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.port.PushProvider;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends the wake-ups that are due. Whoever runs it calls {@link #step} again and again, on one thread; what waits is on
 * disk, and in memory is only what is under way.
 *
 * <p>A wake-up is claimed before it is sent, by putting off when it is due: if this process ends before the answer is
 * written down, it is due again after {@link #LEASE}. So none is lost, and only what was under way may come twice.
 */
public final class PushGateway {

    private static final System.Logger LOG = System.getLogger(PushGateway.class.getName());

    /** After so long without an answer, a wake-up is sent again. */
    public static final Duration LEASE = Duration.ofSeconds(60);

    /** How long nothing is sent to a provider that does not take the credentials, and how often that is written of. */
    static final Duration BAD_CREDENTIALS_PAUSE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 128;

    private record Answered(Sending sending, PushOutcome outcome) {}

    private final WakeUps wakeUps;
    private final TraceRecords traces;
    private final Dispatch dispatch;
    private final Composer composer;
    private final Outcomes outcomes;
    private final PushTargets targets;
    private final Backoff backoff;
    private final PushCounters counters;
    private final Clock clock;
    private final Map<Platform, Lane> lanes = new EnumMap<>(Platform.class);

    /** As many as are under way at most; providers' threads put them here. */
    private final BlockingQueue<Answered> arriving = new LinkedBlockingQueue<>();

    private final ArrayDeque<Answered> arrived = new ArrayDeque<>();
    private final Map<Platform, Long> alarmedAt = new EnumMap<>(Platform.class);

    /** @param random spreads the next tries */
    public PushGateway(
            Collection<? extends PushProvider> providers,
            WakeUps wakeUps,
            TraceRecords traces,
            PushTargets targets,
            LastLook lastLook,
            Composer composer,
            PushRules rules,
            PushCounters counters,
            RandomGenerator random,
            Clock clock) {
        this.wakeUps = wakeUps;
        this.traces = traces;
        this.composer = composer;
        this.targets = targets;
        this.backoff = new Backoff(random);
        this.dispatch = new Dispatch(lastLook, composer, backoff, rules, counters, random, lanes);
        this.outcomes = new Outcomes(lastLook, rules);
        this.counters = counters;
        this.clock = clock;
        for (PushProvider provider : providers) {
            lanes.put(provider.platform(), new Lane(provider, rules.underWayMax()));
        }
    }

    /**
     * Takes the answers that came, and sends what is due; waits for an answer when there is nothing else to do.
     *
     * @return how many answers and wake-ups
     * @throws StoreUnavailable when the rows cannot be read or changed; nothing is lost by it
     */
    public int step(Duration wait) throws InterruptedException {
        int done = takeAnswers();
        StoreUnavailable failure = null;
        for (Platform platform : Platform.values()) {
            try {
                done += sendDue(platform);
            } catch (StoreUnavailable e) {
                // A row of one platform that cannot be read is no reason for the others to wait.
                failure = e;
            }
        }
        if (failure != null && done == 0) {
            throw failure;
        }
        if (done == 0) {
            await(wait);
        }
        return done;
    }

    /**
     * Takes the answers that came and sends nothing more, as at the end.
     *
     * @return whether nothing is under way any more
     */
    public boolean finish(Duration wait) throws InterruptedException {
        takeAnswers();
        if (lanes.values().stream().allMatch(Lane::isIdle)) {
            return true;
        }
        await(wait);
        return false;
    }

    /** Sends a notification that says nothing, at once. The answer is the provider's. Any thread may ask. */
    public CompletionStage<PushOutcome> test(PushTarget target) {
        Lane lane = lanes.get(target.platform());
        long now = clock.millis();
        if (lane == null) {
            return CompletableFuture.completedFuture(
                    new PushOutcome.Refused("no provider for " + target.platform() + " is set up"));
        }
        if (lane.closedUntil() > now) {
            return CompletableFuture.completedFuture(new PushOutcome.RetryLater(
                    Duration.ofMillis(lane.closedUntil() - now), "the provider failed, and is not asked just now"));
        }
        return send(lane.provider, target, composer.test(target.user(), now));
    }

    /** Whether there is a provider for a platform. */
    public boolean serves(Platform platform) {
        return lanes.containsKey(platform);
    }

    /** Until when nothing is sent to a platform, Unix milliseconds; a time that has passed when it is. */
    public long closedUntil(Platform platform) {
        Lane lane = lanes.get(platform);
        return lane == null ? 0 : lane.closedUntil();
    }

    private void await(Duration wait) throws InterruptedException {
        Answered first = arriving.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            arrive(first);
        }
    }

    private void arrive(Answered one) {
        arrived.add(one);
        one.sending().lane().answered(one.sending().number());
    }

    private int takeAnswers() {
        for (Answered next = arriving.poll(); next != null; next = arriving.poll()) {
            arrive(next);
        }
        lanes.forEach((platform, lane) -> {
            int lost = lane.forgetBefore(clock.millis() - LEASE.toMillis());
            for (int i = 0; i < lost; i++) {
                counters.answered(platform, Answer.NONE);
            }
        });
        int taken = 0;
        while (!arrived.isEmpty()) {
            List<Answered> some = firstOfEachRow();
            try {
                take(some);
            } catch (StoreUnavailable e) {
                throw e;
            } catch (RuntimeException e) {
                // Their claims end, and they are sent again.
                counters.failed(Fault.FAILED_LOOK, some.size());
                LOG.log(System.Logger.Level.ERROR, "answers to notifications are lost", e);
            }
            some.forEach(_ -> arrived.remove());
            taken += some.size();
        }
        return taken;
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
        record(steps);
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
                sent.lane().pause(now + BAD_CREDENTIALS_PAUSE.toMillis());
                alarm(sent.target().platform(), reason, now);
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

    private int sendDue(Platform platform) {
        Lane lane = lanes.get(platform);
        long now = clock.millis();
        int most = lane == null ? AT_ONCE : Math.min(AT_ONCE, lane.free(now));
        if (most == 0) {
            return 0;
        }
        List<WakeUp> due = wakeUps.due(platform, now, most);
        if (due.isEmpty()) {
            return 0;
        }
        List<Dispatch.Move> moves =
                due.stream().map(row -> dispatch.of(row, clock.instant())).toList();
        Set<WakeUp.Key> lost = new HashSet<>();
        wakeUps.write(moves.stream().map(Dispatch.Move::change).toList()).forEach(change -> lost.add(change.key()));
        List<Trace> steps = new ArrayList<>();
        for (Dispatch.Move move : moves) {
            if (lost.contains(move.change().key())) {
                continue;
            }
            Trace step = move.step();
            if (step != null) {
                counters.count(step.step());
                steps.add(step);
            }
            if (move.sending() != null && move.notification() != null) {
                send(move.sending(), move.notification(), now);
            }
        }
        record(steps);
        return due.size();
    }

    private void send(Sending sending, Notification notification, long now) {
        sending.lane().sent(sending.number(), now);
        var _ = send(sending.lane().provider, sending.target(), notification)
                .thenAccept(outcome -> arriving.add(new Answered(sending, outcome)));
    }

    /** Providers promise not to throw; one that does is no reason for the others to wait. */
    private static CompletionStage<PushOutcome> send(
            PushProvider provider, PushTarget target, Notification notification) {
        try {
            return provider.send(target, notification)
                    .exceptionally(failure -> new PushOutcome.RetryLater(null, failure.toString()));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(new PushOutcome.RetryLater(null, e.toString()));
        }
    }

    private void record(List<Trace> steps) {
        if (!steps.isEmpty()) {
            traces.record(steps);
        }
    }
}
