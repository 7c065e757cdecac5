package chat.parley.fabric;

/** Why the server ends a socket, by its close code in the wire contract. */
public enum CloseReason {
    GOING_AWAY(1012, "the server restarts, reconnect"),
    BINARY(1003, "text frames only"),
    NOT_UTF8(1007, "not UTF-8"),
    BAD_FRAMES(1008, "too many bad frames"),
    PROTOCOL_ERROR(1002, "not RFC 6455"),
    TOO_LARGE(1009, "a frame has at most 64 KiB"),
    TOO_SLOW(1013, "too slow a reader, reconnect and sync"),
    BUSY(1013, "too busy a server, reconnect later"),
    UNAUTHORIZED(4401, "bad or expired token"),
    BAD_AUTH(4401, "an auth that is malformed, or of another user or device"),
    TOKEN_EXPIRED(4401, "the token has expired"),
    LOGIN_ENDED(4401, "the login has ended"),
    DEVICE_REMOVED(4401, "the device was removed"),
    NO_AUTH(4408, "no auth in time"),
    REPLACED(4409, "this device connected anew"),
    SILENT(1001, "nothing heard for too long");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }
}
