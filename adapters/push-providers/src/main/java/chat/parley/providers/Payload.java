package chat.parley.providers;

import chat.parley.domain.ConversationType;
import chat.parley.push.Notification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the app on a device is told, in the same words whatever the platform. */
public final class Payload {

    /** Bytes of JSON that a title or a name may take; the text has the rest. */
    private static final int NAME_BYTES_MAX = 256;

    private static final int PADDING = 128;

    /** What is shown where nothing else may be. */
    public static final String NEW_MESSAGE = "New message";

    private Payload() {}

    /** All of it but what may be private. */
    public static Map<String, Object> open(Notification notification) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (notification) {
            case Notification.Show show -> {
                fields.put("type", "show");
                fields.put("conversation_id", show.conversation().value());
                fields.put("conversation_type", show.type() == ConversationType.DIRECT ? "direct" : "group");
                fields.put("message_id", show.upTo().toString());
                fields.put("unread", show.unread());
                fields.put("mentioned", show.mentioned());
            }
            case Notification.Clear clear -> {
                fields.put("type", "clear");
                fields.put("conversation_id", clear.conversation().value());
                fields.put("message_id", clear.upTo().toString());
            }
            case Notification.Test _ -> fields.put("type", "test");
        }
        fields.put("badge", notification.badge());
        return fields;
    }

    /** The title, the sender and the text, as far as there are any, in so many bytes of JSON: the text is cut. */
    public static Map<String, Object> preview(Notification.Show show, int bytesMax) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "title", show.title(), NAME_BYTES_MAX);
        put(fields, "sender", show.sender(), NAME_BYTES_MAX);
        if (show.text() != null) {
            fields.put("text", "");
            int room = bytesMax - Json.bytes(fields).length;
            fields.put("text", Graphemes.shorten(show.text(), Math.max(0, room)));
        }
        return fields;
    }

    /** What is shown where there is no text to show. */
    public static String summary(Notification.Show show) {
        return show.unread() > 1 ? show.unread() + " new messages" : NEW_MESSAGE;
    }

    /**
     * Adds the preview as the field {@code sealed}. Nothing is added when the key is none that can be sealed for: what was
     * meant to be private is not told then.
     *
     * @param bytesMax that the object may grow as JSON
     */
    public static void addSealed(Map<String, Object> fields, Notification.Show show, String pushKey, int bytesMax) {
        PushKey key = PushKey.parse(pushKey);
        if (key == null) {
            return;
        }
        try {
            fields.put("sealed", sealed(show, key, bytesMax - ",\"sealed\":".length()));
        } catch (IllegalArgumentException e) {
            fields.remove("sealed");
        }
    }

    /**
     * The preview as {@link #preview} has it, sealed for a device: padded with spaces to a multiple of {@value #PADDING},
     * so that its length says little.
     *
     * @param bytesMax that the fields {@code enc} and {@code ct} take as JSON
     * @throws IllegalArgumentException when the key is none that can be sealed for
     */
    public static Map<String, Object> sealed(Notification.Show show, PushKey key, int bytesMax) {
        // {"enc":"43 characters","ct":"4 for each 3 bytes of the sealed"}
        int plainMax = (bytesMax - 61) / 4 * 3 - PushKey.TAG_BYTES;
        byte[] plain = Json.bytes(preview(show, plainMax / PADDING * PADDING));
        byte[] padded = Arrays.copyOf(plain, (plain.length + PADDING - 1) / PADDING * PADDING);
        Arrays.fill(padded, plain.length, padded.length, (byte) ' ');
        return key.seal(aad(show), padded);
    }

    /** Binds the sealed to what it is sent with. */
    public static byte[] aad(Notification.Show show) {
        return (show.conversation() + "\n" + show.upTo()).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The whole as one JSON object.
     *
     * @param bytesMax at least 1,500: what is not text takes no more
     */
    public static byte[] json(Notification notification, int bytesMax) {
        Map<String, Object> fields = open(notification);
        if (notification instanceof Notification.Show show) {
            // Two objects become one: their four braces take what two braces and a comma take, at most.
            fields.putAll(preview(show, bytesMax - Json.bytes(fields).length));
        }
        return Json.bytes(fields);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value, int bytesMax) {
        if (value != null) {
            fields.put(name, Graphemes.shorten(value, bytesMax));
        }
    }
}
