package chat.parley.providers;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.MessageId;
import chat.parley.push.Notification;
import org.jspecify.annotations.Nullable;

/** Notifications for tests. */
final class Told {

    static final ConversationId CONVERSATION = new ConversationId("g0123456789abcdefghjkmnpqrst");
    static final MessageId MESSAGE = MessageId.parse("0123456789abc");
    static final long EXPIRES = 1_800_000_000_000L;

    private Told() {}

    static Notification.Show group(@Nullable String text) {
        return new Notification.Show(
                CONVERSATION, ConversationType.GROUP, MESSAGE, "The team", "Ada", text, 2, 5, true, EXPIRES);
    }

    static Notification.Show direct(@Nullable String text) {
        return new Notification.Show(
                CONVERSATION, ConversationType.DIRECT, MESSAGE, null, "Ada", text, 1, 5, false, EXPIRES);
    }

    static Notification.Show nothing(long unread) {
        return new Notification.Show(
                CONVERSATION, ConversationType.DIRECT, MESSAGE, null, null, null, unread, 5, false, EXPIRES);
    }

    static Notification.Clear clear() {
        return new Notification.Clear(CONVERSATION, MESSAGE, 4, EXPIRES);
    }

    static Notification.Test test() {
        return new Notification.Test(3, EXPIRES);
    }
}
