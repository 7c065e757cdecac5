package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What is owed to one device for one conversation, and what it has been shown of it. However many messages came, there is
 * one: they collapse into it, and its notification is replaced, with their count.
 *
 * @param pending null when nothing is owed
 * @param shown the notification that the device has, null when it has none
 * @param revision rises with each change; whoever changes a row says which one he has seen
 */
public record WakeUp(
        Key key,
        Platform platform,
        @Nullable Pending pending,
        @Nullable Shown shown,
        long revision) {

    /** Whose it is, and of what. */
    public record Key(UserId user, DeviceId device, ConversationId conversation) {}

    public enum Kind {
        /** A notification is to be shown, or replaced. */
        SHOW,
        /** The one that is shown is to go: it was read elsewhere. */
        CLEAR
    }

    /**
     * To be sent.
     *
     * @param message the last one that it is for
     * @param since when it came to be owed for this message, Unix milliseconds; its time to live counts from here
     * @param dueAt when to send it, Unix milliseconds; while it is being sent, when it is taken for lost and sent again
     * @param tries how often it was sent in vain
     */
    public record Pending(Kind kind, MessageId message, long seq, long since, long dueAt, int tries) {}

    /**
     * Is on the device, as far as anybody knows: it was taken, or is under way, or was when the process ended.
     *
     * @param at Unix milliseconds
     */
    public record Shown(MessageId message, long seq, long at) {}

    /**
     * The revision that a new row begins with: beyond all that a row of the same key had which was removed, or whoever saw
     * that one before a pause would take the new one for it.
     */
    static long firstRevision(long nowMillis) {
        return nowMillis << 10;
    }

    /** The same with something else owed, as its next revision. */
    public WakeUp with(@Nullable Pending next) {
        return new WakeUp(key, platform, next, shown, revision + 1);
    }

    /** The same after something was sent, as its next revision. */
    public WakeUp with(@Nullable Pending next, @Nullable Shown now) {
        return new WakeUp(key, platform, next, now, revision + 1);
    }
}
