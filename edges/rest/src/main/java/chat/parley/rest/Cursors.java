package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations.Activity;
import chat.parley.wire.BadInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page ended, in texts that clients hand back and do not read. */
final class Cursors {

    private static final Pattern ACTIVITY = Pattern.compile("a(\\d{1,18}):([A-Za-z0-9_.-]{1,64})");
    private static final Pattern USER = Pattern.compile("u([A-Za-z0-9_.-]{1,64})");

    private Cursors() {}

    static String of(Activity last) {
        return encode("a" + last.serverTs() + ":" + last.conversation());
    }

    static String of(UserId last) {
        return encode("u" + last);
    }

    static @Nullable Activity activity(@Nullable String cursor) throws BadInput {
        if (cursor == null) {
            return null;
        }
        Matcher parts = decode(cursor, ACTIVITY);
        return new Activity(Long.parseLong(parts.group(1)), new ConversationId(parts.group(2)));
    }

    static @Nullable UserId user(@Nullable String cursor) throws BadInput {
        return cursor == null ? null : new UserId(decode(cursor, USER).group(1));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Matcher decode(String cursor, Pattern form) throws BadInput {
        try {
            Matcher parts =
                    form.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1));
            if (parts.matches()) {
                return parts;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw BadInput.malformed("cursor", "the next_cursor of a page of this list");
    }
}
