package chat.parley.push;

import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.WakeUp.Kind;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a device shows of a conversation is kept until its user has read it. Of a device that is no more, and of a
 * conversation that its user has left, nobody reads: the one row is removed here, and what the other says is shown is taken
 * away from the device, after which its row goes too.
 */
public final class Leftovers {

    private static final int AT_ONCE = 500;

    private final WakeUps wakeUps;
    private final PushTargets targets;
    private final Conversations conversations;
    private final Clock clock;

    public Leftovers(WakeUps wakeUps, PushTargets targets, Conversations conversations, Clock clock) {
        this.wakeUps = wakeUps;
        this.targets = targets;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * Looks at every row once: to be called now and then, on any thread.
     *
     * @return how many there were
     * @throws StoreUnavailable when the rows cannot be read or changed; what was done stays done
     */
    public int sweep() {
        int swept = 0;
        List<WakeUp> some = wakeUps.after(null, AT_ONCE);
        while (!some.isEmpty()) {
            List<Change> changes =
                    some.stream().map(this::change).filter(Objects::nonNull).toList();
            // One that has changed meanwhile is no leftover, or is found the next time.
            swept += changes.size() - wakeUps.write(changes).size();
            some = wakeUps.after(some.getLast().key(), AT_ONCE);
        }
        return swept;
    }

    /** Null when it stays as it is. What is owed finds its end by itself. */
    private @Nullable Change change(WakeUp row) {
        Shown shown = row.shown();
        if (row.pending() != null || shown == null) {
            return null;
        }
        boolean isThere = targets.of(row.key().user()).stream()
                .anyMatch(target -> target.device().equals(row.key().device()));
        if (!isThere) {
            return new Change(row.key(), row.revision(), null);
        }
        if (isMember(row.key())) {
            return null;
        }
        long now = clock.millis();
        return new Change(
                row.key(),
                row.revision(),
                row.with(new Pending(Kind.CLEAR, shown.message(), shown.seq(), now, now, 0)));
    }

    private boolean isMember(WakeUp.Key key) {
        try {
            return conversations.access(key.conversation(), key.user()) instanceof Access.Member;
        } catch (StoreUnavailable e) {
            // A conversation that cannot be read keeps back no other, and may be read again one day.
            return true;
        }
    }
}
