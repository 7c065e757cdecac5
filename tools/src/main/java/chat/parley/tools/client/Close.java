package chat.parley.tools.client;

/**
 * How a socket ended.
 *
 * @param code of the WebSocket (1000 to 4999), or the HTTP status (below 1000) that refused the upgrade
 * @param reason for people; may be empty
 */
public record Close(int code, String reason) {

    /** No close frame came: refused, cut off, or timed out. */
    public static final int ABNORMAL = 1006;

    /** A close frame came without a code. */
    static final int NO_CODE = 1005;

    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int TOO_LARGE = 1009;
    static final int GOING_AWAY = 1001;
    static final int RESTART = 1012;
    static final int UNAUTHORIZED = 4401;
    static final int REPLACED = 4409;

    /** Whether the server asked everyone to come back elsewhere, so that all do so at once unless they spread. */
    public boolean goingAway() {
        return code == GOING_AWAY || code == RESTART;
    }

    /** Whether dialling again with the same credentials would only end the same way. */
    public boolean forGood() {
        return code == REPLACED || (code >= 300 && code < 500 && code != 429 && code != 408);
    }
}
