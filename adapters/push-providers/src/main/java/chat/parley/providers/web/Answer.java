package chat.parley.providers.web;

import chat.parley.providers.RetryAfter;
import chat.parley.push.PushOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a push service said.
 *
 * @param location of the message (RFC 8030, 5)
 * @param text the beginning of the body
 */
record Answer(
        int status, @Nullable String location, @Nullable String retryAfter, String text) {

    /**
     * How services say that a subscription was made for another VAPID key, so that it never takes anything from us:
     * Mozilla's (401), Google's (403), Apple's (400).
     */
    private static final List<String> OTHER_KEY = List.of(
            "vapid public key mismatch",
            "do not correspond to the credentials used to create the subscription",
            "vapidpkhashmismatch");

    private static final int SAID_CHARS_MAX = 200;

    /** Each line of this is a line of the table in docs/push.md. */
    PushOutcome outcome(Instant now) {
        return switch (status) {
            case 200, 201, 202, 204 -> new PushOutcome.Accepted(location == null ? null : visible(location));
            case 404, 410 -> new PushOutcome.TokenGone(reason());
            // Whether our key, our clock or our contact is at fault is not told apart, and each origin is another
            // service:
            // what one says of us must not stop the others, nor cost all subscriptions for what can be mended.
            case 400, 401, 403 ->
                isOfOtherKey() ? new PushOutcome.TokenGone(reason()) : new PushOutcome.Refused(reason());
            case 408, 425, 429 -> new PushOutcome.RetryLater(RetryAfter.read(retryAfter, now), reason());
            default ->
                status >= 500
                        ? new PushOutcome.RetryLater(RetryAfter.read(retryAfter, now), reason())
                        : new PushOutcome.Refused(reason());
        };
    }

    /** Whether it speaks of the service, rather than of one subscription: what a stranger can bring about does not. */
    boolean isFailure() {
        return status >= 500;
    }

    private boolean isOfOtherKey() {
        String said = text.toLowerCase(Locale.ROOT);
        return OTHER_KEY.stream().anyMatch(said::contains);
    }

    /** For the trace: in one line, and of visible characters alone, since a stranger may have written it. */
    private String reason() {
        String said = visible(text);
        return said.isEmpty() ? String.valueOf(status) : status + " " + said;
    }

    private static String visible(String said) {
        String line = said.replaceAll("[^ -~]+", " ").strip();
        return line.substring(0, Math.min(line.length(), SAID_CHARS_MAX));
    }
}
