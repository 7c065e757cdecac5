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
 */
record Refusal(int status, Code code, String detail) {

    /** As a problem document (RFC 9457). */
    HttpResponse toResponse() {
        String body = "{\"type\":\"about:blank\",\"title\":\""
                + HttpResponseStatus.valueOf(status).reasonPhrase() + "\",\"status\":" + status
                + ",\"detail\":\"" + detail + "\",\"code\":\"" + code.text() + "\""
                + (code == Code.UNAVAILABLE ? ",\"retry_after_ms\":1000}" : "}");
        Map<String, List<String>> headers = new TreeMap<>(Map.of("content-type", List.of("application/problem+json")));
        if (code == Code.UNAVAILABLE) {
            headers.put("retry-after", List.of("1"));
        }
        if (status == 426) {
            headers.put("upgrade", List.of("websocket"));
            headers.put("sec-websocket-version", List.of("13"));
        }
        return new HttpResponse(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
