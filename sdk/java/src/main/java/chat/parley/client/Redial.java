package chat.parley.client;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows the end of a socket. Under the client's lock. */
final class Redial {

    private static final int UNAUTHORIZED = 4401;
    private static final int REPLACED = 4409;
    private static final int GOING_AWAY = 1001;
    private static final int RESTART = 1012;

    /** Tokens in a row that the server may refuse. */
    private static final int REFUSALS_MAX = 3;

    /** What is to be done. */
    sealed interface Next {
        record Wait(Duration delay, TokenProvider.Need need) implements Next {}

        record Replaced() implements Next {}

        record Refused() implements Next {}
    }

    private final Backoff backoff;
    private final RandomGenerator random;
    private int attempts;
    private int refusals;
    private boolean up;

    Redial(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** The application asked to connect: nothing counts that was before. */
    void forget() {
        attempts = 0;
        refusals = 0;
        up = false;
    }

    /** A socket is authenticated. */
    void up() {
        up = true;
        refusals = 0;
    }

    /**
     * The server did something for this client: took a send, or answered a catch-up. Being taken alone is not enough, or a
     * server that takes everyone and drops them again would be dialled without end.
     */
    void served() {
        attempts = 0;
    }

    /** @param code of the WebSocket, an HTTP status of the upgrade, or 0 */
    Next after(int code, @Nullable Duration retryAfter) {
        boolean wasUp = up;
        up = false;
        if (code == REPLACED) {
            return new Next.Replaced();
        }
        if (code == UNAUTHORIZED || code == 401) {
            refusals++;
            if (refusals >= REFUSALS_MAX) {
                return new Next.Refused();
            }
            Duration wait = refusals == 1 && wasUp ? Duration.ZERO : next(retryAfter);
            return new Next.Wait(wait, TokenProvider.Need.REFUSED);
        }
        if (wasUp && attempts == 0 && (code == GOING_AWAY || code == RESTART)) {
            attempts++;
            return new Next.Wait(backoff.afterGoingAway(random), TokenProvider.Need.CONNECT);
        }
        return new Next.Wait(next(retryAfter), TokenProvider.Need.CONNECT);
    }

    /** The wait before another attempt, no shorter than the server asked for. */
    Duration next(@Nullable Duration retryAfter) {
        Duration wait = backoff.before(attempts++, random);
        return retryAfter == null ? wait : retryAfter.plus(wait);
    }
}
