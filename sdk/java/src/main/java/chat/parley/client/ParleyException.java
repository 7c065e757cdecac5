package chat.parley.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call did not do, and why. */
public final class ParleyException extends RuntimeException {

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;

    /**
     * A failure.
     *
     * @param code what kind of failure
     * @param message for a developer, not for a user
     * @param retryAfter how long to wait before the same is worth a try, if the server said so
     * @param cause what it came from, if from an exception
     */
    public ParleyException(ErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    ParleyException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /**
     * What kind of failure it is.
     *
     * @return the code
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * How long to wait before the same is worth a try.
     *
     * @return the wait, if the server said one
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
