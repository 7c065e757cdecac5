package chat.parley.client;

import java.time.Duration;

/**
 * A change of the connection.
 *
 * @param state where the client stands now
 * @param closeCode the WebSocket close code of the socket that ended, an HTTP status under 1000 for a refused upgrade, or
 *     0 when there is neither
 * @param reason in words, for a log; may be empty
 * @param retryIn when {@link ConnectionState#WAITING}, the wait before the next attempt; else zero
 */
public record ConnectionChange(ConnectionState state, int closeCode, String reason, Duration retryIn) {}
