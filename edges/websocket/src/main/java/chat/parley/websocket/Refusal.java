package chat.parley.websocket;

import chat.parley.wire.Code;
import chat.parley.wire.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the listener itself refuses, before anybody is asked.
 *
 * @param detail fit to be written between quotes as it is
 * @param retryAfterMillis 0 when trying again does not help
 */
record Refusal(int status, Code code, String detail, long retryAfterMillis) {

    private static final long UNAVAILABLE_MILLIS = 1000;

    Refusal(int status, Code code, String detail) {
        this(status, code, detail, code == Code.UNAVAILABLE ? UNAVAILABLE_MILLIS : 0);
    }

    static Refusal rateLimited(String detail, long retryAfterMillis) {
        return new Refusal(Code.RATE_LIMITED.httpStatus(), Code.RATE_LIMITED, detail, retryAfterMillis);
    }

    /** As a problem document (RFC 9457). */
    HttpResponse toResponse() {
        String body = "{\"type\":\"about:blank\",\"title\":\""
                + HttpResponseStatus.valueOf(status).reasonPhrase() + "\",\"status\":" + status
                + ",\"detail\":\"" + detail + "\",\"code\":\"" + code.text() + "\""
                + (retryAfterMillis > 0 ? ",\"retry_after_ms\":" + retryAfterMillis + "}" : "}");
        Map<String, List<String>> headers = new TreeMap<>(Map.of("content-type", List.of("application/problem+json")));
        if (retryAfterMillis > 0) {
            // Whole seconds, and never earlier than the milliseconds say.
            headers.put("retry-after", List.of(Long.toString(Math.ceilDiv(retryAfterMillis, 1000))));
        }
        if (status == 426) {
            headers.put("upgrade", List.of("websocket"));
            headers.put("sec-websocket-version", List.of("13"));
        }
        return new HttpResponse(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
