package chat.parley.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The token in use, of which socket and REST calls take the same. Blocks while the provider does. */
final class TokenSource {

    private final TokenProvider provider;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String token;

    TokenSource(TokenProvider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /** @throws ParleyException when the provider gives none */
    String get(TokenProvider.Need need) {
        lock.lock();
        try {
            String given = provider.token(need);
            token = given;
            return given;
        } catch (ParleyException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParleyException(ErrorCode.UNREACHABLE, "no token: interrupted", null, e);
        } catch (Exception e) {
            throw new ParleyException(ErrorCode.UNREACHABLE, "no token: " + e, null, e);
        } finally {
            lock.unlock();
        }
    }

    /** The token in use if it is still good, else a new one. */
    String current() {
        lock.lock();
        try {
            String known = token;
            if (known != null) {
                Instant expires = TokenExpiry.of(known);
                if (expires == null || clock.instant().plusSeconds(5).isBefore(expires)) {
                    return known;
                }
            }
            return get(known == null ? TokenProvider.Need.CONNECT : TokenProvider.Need.EXPIRING);
        } finally {
            lock.unlock();
        }
    }

    /** A token other than one that the server refused. */
    String insteadOf(String refused) {
        lock.lock();
        try {
            String known = token;
            return known != null && !known.equals(refused) ? known : get(TokenProvider.Need.REFUSED);
        } finally {
            lock.unlock();
        }
    }
}
