package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations.Activity;
import chat.parley.wire.BadInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whatever is handed in as a cursor, it is one, and comes back as it was given out, or is told to be none. */
public final class CursorsFuzz {

    private CursorsFuzz() {}

    /** As text, and in base64, which text alone would seldom come to. */
    public static void fuzzerTestOneInput(byte[] input) {
        for (String cursor : new String[] {
            new String(input, StandardCharsets.UTF_8),
            Base64.getUrlEncoder().withoutPadding().encodeToString(input)
        }) {
            checkActivity(cursor);
            checkUser(cursor);
            checkTarget(cursor);
        }
    }

    private static void checkActivity(String cursor) {
        try {
            Activity activity = Cursors.activity(cursor);
            if (activity == null || !activity.equals(Cursors.activity(Cursors.of(activity)))) {
                throw new AssertionError("does not come back: " + activity);
            }
        } catch (BadInput none) {
            // as it should be
        }
    }

    private static void checkUser(String cursor) {
        try {
            UserId user = Cursors.user(cursor);
            if (user == null || !user.equals(Cursors.user(Cursors.of(user)))) {
                throw new AssertionError("does not come back: " + user);
            }
        } catch (BadInput none) {
            // as it should be
        }
    }

    private static void checkTarget(String target) {
        try {
            Target parsed = Target.parse(target);
            if (!parsed.uri().getRawPath().startsWith("/")
                    || parsed.uri().getRawPath().indexOf(';') >= 0) {
                throw new AssertionError("a path that routers read in two ways: " + parsed);
            }
        } catch (BadInput none) {
            // as it should be
        }
    }
}
