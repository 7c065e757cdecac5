package chat.parley.pipeline.port;

/**
 * A store or log did not answer, or not in time: what was asked of it is done, or not, or will be. Never to be taken
 * for an answer, least of all for a miss.
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
