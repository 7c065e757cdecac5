package chat.parley.providers;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.MessageId;
import chat.parley.push.Notification;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notifications for tests. */
public final class Told {

    public static final ConversationId CONVERSATION = new ConversationId("g0123456789abcdefghjkmnpqrst");
    public static final MessageId MESSAGE = MessageId.parse("0123456789abc");
    public static final long EXPIRES = 1_800_000_000_000L;

    private Told() {}

    public static Notification.Show group(@Nullable String text) {
        return new Notification.Show(
                CONVERSATION, ConversationType.GROUP, MESSAGE, "The team", "Ada", text, 2, 5, true, EXPIRES);
    }

    public static Notification.Show direct(@Nullable String text) {
        return new Notification.Show(
                CONVERSATION, ConversationType.DIRECT, MESSAGE, null, "Ada", text, 1, 5, false, EXPIRES);
    }

    public static Notification.Show nothing(long unread) {
        return new Notification.Show(
                CONVERSATION, ConversationType.DIRECT, MESSAGE, null, null, null, unread, 5, false, EXPIRES);
    }

    public static Notification.Clear clear() {
        return new Notification.Clear(CONVERSATION, MESSAGE, 4, EXPIRES);
    }

    public static Notification.Test test() {
        return new Notification.Test(3, EXPIRES);
    }

    /** The object that stands in objects at a path of fields. */
    public static Map<?, ?> in(Map<?, ?> object, String... path) {
        Map<?, ?> inner = object;
        for (String field : path) {
            inner = (Map<?, ?>) Objects.requireNonNull(inner.get(field), field);
        }
        return inner;
    }
}
