package chat.parley.push;

import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushCounters.Answer;
import chat.parley.push.port.PushProvider;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Sends the wake-ups that are due. Whoever runs it calls {@link #step} again and again, on one thread; what waits is on
 * disk, and in memory is only what is under way.
 *
 * <p>A wake-up is claimed before it is sent, by putting off when it is due: if this process ends before the answer is
 * written down, it is due again after {@link #LEASE}. So none is lost, and only what was under way may come twice.
 */
public final class PushGateway {

    /** After so long without an answer, a wake-up is sent again. */
    public static final Duration LEASE = Duration.ofSeconds(60);

    private static final int AT_ONCE = 128;

    private final WakeUps wakeUps;
    private final TraceRecords traces;
    private final Dispatch dispatch;
    private final Composer composer;
    private final Answers answers;
    private final PushCounters counters;
    private final Clock clock;
    private final Map<Platform, Lane> lanes = new EnumMap<>(Platform.class);

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
        Backoff backoff = new Backoff(random);
        this.dispatch = new Dispatch(lastLook, composer, backoff, rules, counters, random, lanes);
        this.answers = new Answers(wakeUps, traces, targets, new Outcomes(lastLook, rules), backoff, counters, clock);
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
            answers.await(wait);
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
        answers.await(wait);
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

    private int takeAnswers() {
        lanes.forEach((platform, lane) -> {
            int lost = lane.forgetBefore(clock.millis() - LEASE.toMillis());
            for (int i = 0; i < lost; i++) {
                counters.answered(platform, Answer.NONE);
            }
        });
        return answers.take();
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
        // However many of those that are due are a user's, his unread messages are counted once.
        Map<UserId, Long> badges = new HashMap<>();
        List<Dispatch.Move> moves = due.stream()
                .map(row -> dispatch.of(row, badges, clock.instant()))
                .toList();
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
                .thenAccept(outcome -> answers.add(sending, outcome));
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
