package chat.parley.websocket;

import java.util.List;

/**
 * How many connections there may be. A number that is not to count is {@link Integer#MAX_VALUE}.
 *
 * @param connectionsMax of all kinds on this node
 * @param addressConnectionsMax of one client's address; of IPv6 of its network of 64 bits
 * @param unauthenticatedMax from which something is awaited and no good token has come; the oldest makes room
 * @param addressUnauthenticatedMax the same of one address
 * @param userSocketsMax devices of a user that are connected; one more is turned away
 * @param trustedProxies whose word on the client's address counts
 */
public record Admission(
        int connectionsMax,
        int addressConnectionsMax,
        int unauthenticatedMax,
        int addressUnauthenticatedMax,
        int userSocketsMax,
        List<Network> trustedProxies) {

    public static final Admission OPEN = new Admission(
            Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, List.of());

    public Admission {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
