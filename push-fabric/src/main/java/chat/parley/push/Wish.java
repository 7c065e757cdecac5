package chat.parley.push;

import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.push.PushEvent.Told;
import chat.parley.push.Trace.Step;
import chat.parley.push.WakeUp.Kind;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import chat.parley.push.port.WakeUps.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some events of the log, together, want of one row of {@link chat.parley.push.port.WakeUps}. It can be laid on the
 * row again and again, after a crash or because another changed the row: messages that the row knows of change nothing.
 */
final class Wish {

    final WakeUp.Key key;
    private final Platform platform;
    private final List<Told> owed = new ArrayList<>();
    private MessageId readId = MessageId.ZERO;
    private long readSeq;

    Wish(WakeUp.Key key, Platform platform) {
        this.key = key;
        this.platform = platform;
    }

    /** A message, later than those before, is to be shown. */
    void owe(Told told) {
        if (owed.isEmpty() || told.seq() > owed.getLast().seq()) {
            owed.add(told);
        }
    }

    /** Up to here the user has read. */
    void read(MessageId id, long seq) {
        if (seq > readSeq) {
            readId = id;
            readSeq = seq;
        }
    }

    Settled on(@Nullable WakeUp row, long now, Duration interval) {
        List<Trace> steps = new ArrayList<>();
        Pending before = row == null ? null : row.pending();
        Shown shown = row == null ? null : row.shown();
        Pending after = read(owe(before, shown, now, interval, steps), shown, now, steps);
        if (after == null ? before == null : after.equals(before)) {
            return new Settled(null, steps);
        }
        long seen = row == null ? 0 : row.revision();
        long revision = row == null ? WakeUp.firstRevision(now) : seen + 1;
        WakeUp next = after == null && shown == null ? null : new WakeUp(key, platform, after, shown, revision);
        return new Settled(next == null && row == null ? null : new Change(key, seen, next), steps);
    }

    private @Nullable Pending owe(
            @Nullable Pending before, @Nullable Shown shown, long now, Duration interval, List<Trace> steps) {
        Pending waiting = before != null && before.kind() == Kind.SHOW ? before : null;
        long known = Math.max(waiting == null ? 0 : waiting.seq(), shown == null ? 0 : shown.seq());
        List<Told> fresh = owed.stream().filter(told -> told.seq() > known).toList();
        if (fresh.isEmpty()) {
            return before;
        }
        Told last = fresh.getLast();
        if (waiting != null) {
            steps.add(step(waiting.message(), now, new Step.CollapsedInto(last.message())));
        }
        fresh.subList(0, fresh.size() - 1)
                .forEach(told -> steps.add(step(told.message(), now, new Step.CollapsedInto(last.message()))));
        if (waiting != null) {
            return new Pending(Kind.SHOW, last.message(), last.seq(), now, waiting.dueAt(), waiting.tries());
        }
        long dueAt = shown == null ? now : Math.max(now, shown.at() + interval.toMillis());
        return new Pending(Kind.SHOW, last.message(), last.seq(), now, dueAt, 0);
    }

    private @Nullable Pending read(@Nullable Pending pending, @Nullable Shown shown, long now, List<Trace> steps) {
        Pending rest = pending;
        if (rest != null && rest.kind() == Kind.SHOW && rest.seq() <= readSeq) {
            steps.add(step(rest.message(), now, new Step.Suppressed(Trace.Reason.READ)));
            rest = null;
        }
        if (rest == null && shown != null && shown.seq() <= readSeq) {
            return new Pending(Kind.CLEAR, readId, readSeq, now, now, 0);
        }
        return rest;
    }

    private Trace step(MessageId message, long now, Step step) {
        return new Trace(key.conversation(), message, now, key.user(), key.device(), step);
    }
}
