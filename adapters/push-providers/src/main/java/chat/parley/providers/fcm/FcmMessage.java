package chat.parley.providers.fcm;

import chat.parley.providers.Json;
import chat.parley.providers.Payload;
import chat.parley.push.Notification;
import chat.parley.push.PushTarget;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification in FCM's form: data alone, which the app always gets and shows itself. What Android would show by itself
 * can neither be unsealed nor taken back.
 */
final class FcmMessage {

    /** Of the data, as JSON: FCM counts names and values, which is less. */
    static final int DATA_BYTES_MAX = 4_096;

    /** What an object of two strings takes more in a string: its eight quotation marks are escaped, and two more. */
    static final int QUOTING_BYTES = 10;

    private static final long TTL_SECONDS_MAX = 28L * 24 * 3_600;

    private FcmMessage() {}

    /** @param trial whether FCM is only to say what it would do */
    static byte[] json(PushTarget target, Notification notification, long nowMillis, boolean trial) {
        Map<String, Object> android = new LinkedHashMap<>();
        android.put("priority", notification instanceof Notification.Clear ? "NORMAL" : "HIGH");
        String conversation = conversation(notification);
        if (conversation != null) {
            android.put("collapse_key", conversation);
        }
        long ttl = (notification.expiresAt() - nowMillis) / 1_000;
        android.put("ttl", Math.clamp(ttl, 0, TTL_SECONDS_MAX) + "s");

        Map<String, Object> message = new LinkedHashMap<>();
        message.put("token", target.token());
        message.put("data", data(target, notification));
        message.put("android", android);
        Map<String, Object> all = new LinkedHashMap<>();
        if (trial) {
            all.put("validate_only", true);
        }
        all.put("message", message);
        return Json.bytes(all);
    }

    /** All values are strings: FCM has it so. */
    private static Map<String, Object> data(PushTarget target, Notification notification) {
        Map<String, Object> data = Payload.open(notification);
        data.replaceAll((_, value) -> value.toString());
        if (notification instanceof Notification.Show show) {
            String pushKey = target.pushKey();
            int room = DATA_BYTES_MAX - Json.bytes(data).length;
            if (pushKey == null) {
                // Two objects become one: their braces take what one comma takes, at least.
                data.putAll(Payload.preview(show, room));
            } else {
                Payload.addSealed(data, show, pushKey, room - QUOTING_BYTES);
                data.computeIfPresent("sealed", (_, object) -> text((Map<?, ?>) object));
            }
        }
        return data;
    }

    private static String text(Map<?, ?> object) {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> fields.put(name.toString(), value));
        return new String(Json.bytes(fields), StandardCharsets.UTF_8);
    }

    private static @Nullable String conversation(Notification notification) {
        return switch (notification) {
            case Notification.Show show -> show.conversation().value();
            case Notification.Clear clear -> clear.conversation().value();
            case Notification.Test _ -> null;
        };
    }
}
