package chat.parley.rest;

import chat.parley.pipeline.Outcome;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as a problem document (RFC 9457) with the wire contract's code besides.
 *
 * @param status of HTTP; usually the code's own
 * @param detail fit to be read by whoever asked
 * @param headers that the status demands
 * @param retryAfter when the same request may be tried again, null when that would not help
 */
record Problem(
        int status,
        Code code,
        String detail,
        Map<String, String> headers,
        @Nullable Duration retryAfter) {

    static final String MEDIA_TYPE = "application/problem+json";
    static final String NO_SUCH_PATH = "there is nothing at this path";

    /** How long to wait when nothing better is known. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    static Problem of(Code code, String detail) {
        return new Problem(code.httpStatus(), code, detail, Map.of(), null);
    }

    static Problem of(BadInput bad) {
        return of(bad.code(), String.valueOf(bad.getMessage()));
    }

    static Problem of(Outcome.Refused refused) {
        return of(Code.of(refused.reason()), refused.message());
    }

    static Problem of(Outcome.Unavailable unavailable) {
        return unavailable(unavailable.message(), unavailable.retryAfter());
    }

    static Problem unavailable(String detail) {
        return unavailable(detail, RETRY_AFTER);
    }

    static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(Code.UNAVAILABLE.httpStatus(), Code.UNAVAILABLE, detail, Map.of(), retryAfter);
    }

    /** @param retryAfter after which it is granted, if nobody else takes it */
    static Problem rateLimited(String detail, Duration retryAfter) {
        return new Problem(Code.RATE_LIMITED.httpStatus(), Code.RATE_LIMITED, detail, Map.of(), retryAfter);
    }

    /** @param error of RFC 6750, null when there was no token at all */
    static Problem unauthorized(String detail, @Nullable String error) {
        String challenge = "Bearer realm=\"parley\"" + (error == null ? "" : ", error=\"" + error + "\"");
        return new Problem(
                Code.UNAUTHORIZED.httpStatus(), Code.UNAUTHORIZED, detail, Map.of("www-authenticate", challenge), null);
    }

    Response toResponse() {
        Response.ResponseBuilder response = Json.response(status, MEDIA_TYPE, json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title());
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code.text());
            if (retryAfter != null) {
                json.writeNumberField("retry_after_ms", retryAfter.toMillis());
            }
            json.writeEndObject();
        });
        headers().forEach(response::header);
        if (retryAfter != null) {
            // Whole seconds, and never earlier than the milliseconds say.
            response.header("retry-after", retryAfter.plusMillis(999).toSeconds());
        }
        return response.build();
    }

    private String title() {
        Response.Status standard = Response.Status.fromStatusCode(status);
        return standard == null ? code.text() : standard.getReasonPhrase();
    }
}
