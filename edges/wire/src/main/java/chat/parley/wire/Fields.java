package chat.parley.wire;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Limits;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the texts of frames, bodies, paths and queries into the domain's types, naming the field that is wrong. */
public final class Fields {

    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,9}");
    private static final String ID = "1 to 64 of A-Z a-z 0-9 _ . -";
    private static final String KEY = "1 to 64 of A-Z a-z 0-9 _ . - :";

    private Fields() {}

    public static UserId userId(String field, @Nullable String value) throws BadInput {
        return id(field, value, UserId::isValid, UserId::new, ID);
    }

    public static DeviceId deviceId(String field, @Nullable String value) throws BadInput {
        return id(field, value, DeviceId::isValid, DeviceId::new, ID);
    }

    public static ConversationId conversationId(String field, @Nullable String value) throws BadInput {
        return id(field, value, ConversationId::isValid, ConversationId::new, ID);
    }

    public static ClientMsgId clientKey(String field, @Nullable String value) throws BadInput {
        return id(field, value, ClientMsgId::isValid, ClientMsgId::new, KEY);
    }

    public static MessageId messageId(String field, @Nullable String value) throws BadInput {
        return id(field, value, MessageId::isValid, MessageId::parse, "13 of 0-9 a-z without i l o u");
    }

    /**
     * A message's body: a text, media ids, or both; empty ones count as missing.
     *
     * @throws BadInput {@code bad_request} or {@code too_large}
     */
    public static Body body(@Nullable String text, List<String> mediaIds) throws BadInput {
        String said = text == null || text.isEmpty() ? null : text;
        if (said == null && mediaIds.isEmpty()) {
            throw BadInput.missing("text or media_ids");
        }
        if (mediaIds.size() > Limits.MEDIA_IDS_MAX) {
            throw new BadInput(Code.TOO_LARGE, "media_ids has more than " + Limits.MEDIA_IDS_MAX);
        }
        for (String media : mediaIds) {
            if (!ConversationId.isValid(media)) {
                throw BadInput.malformed("media_ids", "a list of ids of " + ID);
            }
        }
        if (said != null && utf8Length("text", said) > Limits.TEXT_BYTES_MAX) {
            throw new BadInput(Code.TOO_LARGE, "text has more than 16 KiB of UTF-8");
        }
        return new Body(said, mediaIds);
    }

    public static String title(@Nullable String value) throws BadInput {
        if (value == null || value.isBlank()) {
            throw BadInput.missing("title");
        }
        utf8Length("title", value);
        name("title", value);
        if (value.length() > Limits.TITLE_CHARS_MAX) {
            throw BadInput.malformed("title", "at most " + Limits.TITLE_CHARS_MAX + " characters");
        }
        return value;
    }

    /**
     * What others are shown as a name. Without control characters, and without what turns the direction of the text
     * around it or cannot be seen: with these, one name can be made to look like another, or like a line of the program
     * (Unicode UTS 39, 3.1 and 5.4). The joiners U+200C and U+200D stay: languages, and emoji, need them.
     *
     * @throws BadInput when it has one of these
     */
    public static void name(String field, String value) throws BadInput {
        if (value.codePoints().anyMatch(Fields::isHiddenOrTurning)) {
            throw BadInput.malformed(field, "without control characters and marks that hide or turn text around");
        }
    }

    private static boolean isHiddenOrTurning(int c) {
        return Character.isISOControl(c)
                || c == 0x00AD
                || c == 0x061C
                || c == 0x200B
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB);
    }

    public static int limit(@Nullable String value, int min, int max, int byDefault) throws BadInput {
        if (value == null) {
            return byDefault;
        }
        // Java would also read signs, and the digits of other scripts.
        if (LIMIT.matcher(value).matches()) {
            int limit = Integer.parseInt(value);
            if (limit >= min && limit <= max) {
                return limit;
            }
        }
        throw BadInput.malformed("limit", "a whole number from " + min + " to " + max);
    }

    /** Bytes of UTF-8, without encoding. @throws BadInput when there is a lone surrogate, which UTF-8 cannot carry */
    private static int utf8Length(String field, String text) throws BadInput {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw BadInput.malformed(field, "well-formed text: it has a lone surrogate");
            }
        }
        return bytes;
    }

    private static <T> T id(
            String field, @Nullable String value, Predicate<String> valid, Function<String, T> make, String expected)
            throws BadInput {
        if (value == null) {
            throw BadInput.missing(field);
        }
        if (!valid.test(value)) {
            throw BadInput.malformed(field, expected);
        }
        return make.apply(value);
    }
}
