package chat.parley.wire;

import chat.parley.pipeline.Outcome;

/** The error codes of the wire contract, the same in frames and in problem documents. */
public enum Code {
    BAD_REQUEST("bad_request", 400),
    UNAUTHORIZED("unauthorized", 401),
    FORBIDDEN("forbidden", 403),
    NOT_FOUND("not_found", 404),
    CONFLICT("conflict", 409),
    TOO_LARGE("too_large", 413),
    RATE_LIMITED("rate_limited", 429),
    UNAVAILABLE("unavailable", 503);

    private final String text;
    private final int httpStatus;

    Code(String text, int httpStatus) {
        this.text = text;
        this.httpStatus = httpStatus;
    }

    public static Code of(Outcome.Refusal refusal) {
        return switch (refusal) {
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case TOO_LARGE -> TOO_LARGE;
        };
    }

    /** As it goes over the wire. */
    public String text() {
        return text;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
