package chat.parley.push;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider said to a notification. */
public sealed interface PushOutcome {

    /**
     * It was taken.
     *
     * @param providerId what the provider calls it, null when it gives no name
     */
    record Accepted(@Nullable String providerId) implements PushOutcome {}

    /** The device's token is good no more: it is dropped. */
    record TokenGone(String reason) implements PushOutcome {}

    /**
     * It may be taken later: too many requests, an error of the provider, no answer.
     *
     * @param after as the provider wishes, null when it does not say
     */
    record RetryLater(@Nullable Duration after, String reason) implements PushOutcome {}

    /** This one is never taken. */
    record Refused(String reason) implements PushOutcome {}

    /** The provider does not know us: nothing is taken until the credentials are mended. */
    record BadCredentials(String reason) implements PushOutcome {}
}
