package chat.parley.client;

import java.util.Locale;

/** Why something was refused or failed: the codes of the wire contract, and what only a client can meet. */
public enum ErrorCode {
    /** A field is missing or malformed; the message names it. HTTP 400. */
    BAD_REQUEST,
    /** No token, or a bad or expired one. HTTP 401. */
    UNAUTHORIZED,
    /** The role does not allow it, or the user is no member any more. HTTP 403. */
    FORBIDDEN,
    /** It is not there, or the user never was a member. HTTP 404. */
    NOT_FOUND,
    /** A username that is taken, or a {@code client_msg_id} that was used for something else. HTTP 409. */
    CONFLICT,
    /** A text over 16 KiB of UTF-8, a body over 64 KiB, a group over 1,000, more than 10 media ids. HTTP 413. */
    TOO_LARGE,
    /** Too much in too short a time; see {@link ParleyException#retryAfter}. HTTP 429. */
    RATE_LIMITED,
    /** The server cannot just now, or does not know whether it could; the same again is right. HTTP 503. */
    UNAVAILABLE,
    /** The server was not reached, or did not answer as the contract says. Whether it acted is not known. */
    UNREACHABLE,
    /** The outbox holds as many sends, or bytes of them, as it may. */
    OUTBOX_FULL,
    /** The store directory cannot be read or written, or another process uses it. */
    STORE,
    /** The send waited longer than the server remembers its key (30 days): sent now, it might be there twice. */
    EXPIRED,
    /** The client was closed. A send that was not acked stays in an outbox on disk. */
    CLOSED,
    /** A code that this version of the client does not know; the message holds it. */
    OTHER;

    static ErrorCode ofWire(String code) {
        for (ErrorCode known : values()) {
            if (known.compareTo(UNAVAILABLE) <= 0 && known.wire().equals(code)) {
                return known;
            }
        }
        return OTHER;
    }

    static ErrorCode ofStatus(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> BAD_REQUEST;
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 409 -> CONFLICT;
            case 413 -> TOO_LARGE;
            case 429 -> RATE_LIMITED;
            case 502, 503, 504 -> UNAVAILABLE;
            default -> OTHER;
        };
    }

    /** Whether the same send, sent again later, may well be taken. */
    boolean passing() {
        return this == UNAVAILABLE || this == RATE_LIMITED;
    }

    private String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
