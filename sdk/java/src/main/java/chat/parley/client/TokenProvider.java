package chat.parley.client;

import java.util.function.Supplier;

/**
 * Where access tokens come from: one's own backend, an issuer, or the built-in accounts ({@link AccountSession}).
 *
 * <p>Asked on a virtual thread for each connect, ahead of the expiry of a token that is a JWT, and after the server
 * refused one. It may block.
 */
@FunctionalInterface
public interface TokenProvider {

    /** Why a token is asked for. */
    enum Need {
        /** For a new connection or a REST call; a token that is still good may be given again. */
        CONNECT,
        /** The token in use is about to expire: another one, for the open connection. */
        EXPIRING,
        /** The server refused the last one: another one, or the client stops after a few tries. */
        REFUSED
    }

    /**
     * Gives an access token.
     *
     * @param need why it is asked for
     * @return the token, without {@code Bearer}
     * @throws ParleyException with {@link ErrorCode#UNAUTHORIZED} when there will be none until the user logs in again,
     *     which stops the client
     * @throws Exception for any other reason: it is asked again, with backoff
     */
    String token(Need need) throws Exception;

    /**
     * Tokens from a supplier that gives a good one whenever asked.
     *
     * @param supplier gives the token; may block
     * @return the provider
     */
    static TokenProvider of(Supplier<String> supplier) {
        return _ -> supplier.get();
    }
}
