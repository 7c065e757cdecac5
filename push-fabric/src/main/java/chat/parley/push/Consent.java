package chat.parley.push;

import chat.parley.push.Preferences.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a user wants to be woken for a message. */
final class Consent {

    private Consent() {}

    /** Whether it takes a look at the text to know. */
    static boolean asksForMentions(Preferences.OfConversation conversation, Instant now) {
        return conversation.levelAt(now.toEpochMilli()) == Level.MENTIONS;
    }

    /** Why not; null when he does. */
    static Trace.@Nullable Reason against(
            Preferences user, Preferences.OfConversation conversation, boolean mentioned, Instant now) {
        boolean wanted = switch (conversation.levelAt(now.toEpochMilli())) {
            case ALL -> true;
            case MENTIONS -> mentioned;
            case NONE -> false;
        };
        if (!wanted) {
            return Trace.Reason.MUTED;
        }
        Preferences.QuietHours quiet = user.quietHours();
        return quiet != null && quiet.includes(now) ? Trace.Reason.QUIET_HOURS : null;
    }
}
