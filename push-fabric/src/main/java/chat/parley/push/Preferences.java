package chat.parley.push;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How a user wants to be woken.
 *
 * @param quietHours null when there are none
 */
public record Preferences(Preview preview, @Nullable QuietHours quietHours) {

    public static final Preferences DEFAULT = new Preferences(Preview.FULL, null);

    /** How much of a message a notification shows; each shows less than the one before. */
    public enum Preview {
        FULL,
        SENDER,
        NOTHING
    }

    /** From one time of the day to another, perhaps of the next; equal times are the whole day. */
    public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

        public boolean includes(Instant moment) {
            LocalTime time = moment.atZone(zone).toLocalTime();
            boolean afterFrom = !time.isBefore(from);
            boolean beforeTo = time.isBefore(to);
            return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
        }
    }

    /** What of a conversation wakes its member. */
    public enum Level {
        ALL,
        MENTIONS,
        NONE
    }

    /**
     * How a member wants to be woken for one conversation.
     *
     * @param until when it ends and all is as before, Unix milliseconds; null when it does not end
     */
    public record OfConversation(Level level, @Nullable Long until) {

        public static final OfConversation DEFAULT = new OfConversation(Level.ALL, null);

        public Level levelAt(long millis) {
            return until == null || millis < until ? level : Level.ALL;
        }
    }
}
