package chat.parley.push;

import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.LastLook.Verdict;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import chat.parley.push.WakeUp.Kind;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import chat.parley.push.port.WakeUps.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what is done with a wake-up that is due: it is sent, put off, or dropped. */
final class Dispatch {

    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    /** Those that a user's limit puts off come back one by one, and not all for the next place. */
    private static final Duration SPREAD = Duration.ofSeconds(30);

    /**
     * @param sending and the notification are there when it is sent, as soon as the change is made
     */
    record Move(
            Change change,
            @Nullable Trace step,
            @Nullable Sending sending,
            @Nullable Notification notification) {}

    private final LastLook lastLook;
    private final Composer composer;
    private final UserLimits limits;
    private final Backoff backoff;
    private final PushCounters counters;
    private final RandomGenerator random;
    private final Map<Platform, Lane> lanes;
    private long numbers;

    Dispatch(
            LastLook lastLook,
            Composer composer,
            Backoff backoff,
            PushRules rules,
            PushCounters counters,
            RandomGenerator random,
            Map<Platform, Lane> lanes) {
        this.lastLook = lastLook;
        this.composer = composer;
        this.limits = new UserLimits(rules.userPerMinute(), rules.userBurst());
        this.backoff = backoff;
        this.counters = counters;
        this.random = random;
        this.lanes = lanes;
    }

    /** @param badges of those who were counted for others that are due together with this one */
    Move of(WakeUp row, Map<UserId, Long> badges, Instant now) {
        Pending pending = row.pending();
        if (pending == null) {
            throw new IllegalStateException("a wake-up is due that owes nothing: " + row.key());
        }
        try {
            Verdict verdict = lastLook.reach(row.key(), pending, now);
            if (pending.kind() == Kind.SHOW && verdict instanceof Verdict.Send(var target, var _)) {
                // Who is flooded with messages costs a write, and not a dozen reads.
                long wait = limits.early(row.key().user(), now.toEpochMilli());
                if (wait > 0) {
                    long until = now.toEpochMilli() + wait + random.nextLong(SPREAD.toMillis());
                    return putOff(row, pending, until, pending.tries(), "too many notifications for this user", now);
                }
                verdict = lastLook.show(row.key(), pending, target, now);
            }
            return switch (verdict) {
                case Verdict.Drop(Reason reason) -> drop(row, pending, reason, now);
                case Verdict.Send send -> send(row, pending, send, badges, now);
            };
        } catch (RuntimeException e) {
            // What it is about cannot be read. The others go on, and this one is looked at again.
            counters.failed(Fault.FAILED_LOOK, 1);
            LOG.log(System.Logger.Level.DEBUG, "a wake-up is put off", e);
            long until = now.toEpochMilli()
                    + backoff.after(pending.tries() + 1, null).toMillis()
                    + 1;
            return putOff(row, pending, until, pending.tries() + 1, "the message cannot be read", now);
        }
    }

    private Move send(WakeUp row, Pending pending, Verdict.Send send, Map<UserId, Long> badges, Instant now) {
        Lane lane = lanes.get(send.target().platform());
        if (lane == null) {
            return drop(row, pending, Reason.NO_PROVIDER, now);
        }
        if (send.target().platform() != row.platform()) {
            // The device has come to another platform: its row goes to that one's lane.
            WakeUp moved = new WakeUp(row.key(), send.target().platform(), pending, row.shown(), row.revision() + 1);
            return new Move(new Change(row.key(), row.revision(), moved), null, null, null);
        }
        Notification notification = composer.of(row.key(), pending, send.subject(), badges);
        if (pending.kind() == Kind.SHOW) {
            limits.take(row.key().user(), now.toEpochMilli());
        }
        long lease = now.plus(PushGateway.LEASE).toEpochMilli();
        Pending claimed = due(pending, lease, pending.tries());
        Shown shown = pending.kind() == Kind.SHOW
                ? new Shown(pending.message(), pending.seq(), now.toEpochMilli())
                : row.shown();
        Sending sending = new Sending(++numbers, lane, row.key(), claimed, row.shown(), send.target());
        return new Move(change(row, claimed, shown), null, sending, notification);
    }

    private Move drop(WakeUp row, Pending pending, Reason reason, Instant now) {
        boolean forgotten = pending.kind() == Kind.CLEAR || reason == Reason.NO_TOKEN;
        Trace step = pending.kind() == Kind.CLEAR ? null : trace(row, pending, new Step.Suppressed(reason), now);
        Shown shown = forgotten ? null : row.shown();
        // It was to replace what is shown. Where that has been read, nothing else takes it away.
        boolean stays = shown != null
                && reason != Reason.CONNECTED
                && lastLook.hasRead(row.key().user(), row.key().conversation(), shown.seq());
        Pending clear = shown != null && stays
                ? new Pending(Kind.CLEAR, shown.message(), shown.seq(), now.toEpochMilli(), now.toEpochMilli(), 0)
                : null;
        return new Move(change(row, clear, shown), step, null, null);
    }

    /** Said the first time alone; that it waits is seen as long as it does. */
    private static Move putOff(WakeUp row, Pending pending, long until, int tries, String reason, Instant now) {
        boolean first = now.toEpochMilli() - pending.since() < SPREAD.toMillis() && pending.kind() == Kind.SHOW;
        Trace step = first ? trace(row, pending, new Step.Delayed(reason, until), now) : null;
        return new Move(change(row, due(pending, until, tries), row.shown()), step, null, null);
    }

    private static Pending due(Pending pending, long dueAt, int tries) {
        return new Pending(pending.kind(), pending.message(), pending.seq(), pending.since(), dueAt, tries);
    }

    private static Change change(WakeUp row, @Nullable Pending pending, @Nullable Shown shown) {
        WakeUp after = pending == null && shown == null ? null : row.with(pending, shown);
        return new Change(row.key(), row.revision(), after);
    }

    private static Trace trace(WakeUp row, Pending pending, Step step, Instant now) {
        WakeUp.Key key = row.key();
        return new Trace(key.conversation(), pending.message(), now.toEpochMilli(), key.user(), key.device(), step);
    }
}
