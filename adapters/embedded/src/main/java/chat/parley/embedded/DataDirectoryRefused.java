package chat.parley.embedded;

/** A data directory that is not to be opened; the message tells whoever operates the server why, and what to do. */
public final class DataDirectoryRefused extends RuntimeException {

    public DataDirectoryRefused(String message) {
        super(message);
    }

    public DataDirectoryRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
