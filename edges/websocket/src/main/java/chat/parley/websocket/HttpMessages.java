package chat.parley.websocket;

import chat.parley.wire.http.HttpResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the codec's messages and those of the endpoint. */
final class HttpMessages {

    /**
     * What every answer tells a browser, unless the endpoint says otherwise: guess no types, run nothing, show it in no
     * frame, tell no other site where one came from (OWASP Secure Headers).
     */
    private static final Map<String, String> SECURITY = Map.of(
            "x-content-type-options", "nosniff",
            "content-security-policy",
                    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer",
            "cross-origin-resource-policy", "same-origin",
            "cross-origin-opener-policy", "same-origin");

    /** A year of nothing but TLS (RFC 6797). Sent without TLS, browsers ignore it. */
    private static final String TLS_ONLY = "max-age=31536000";

    private HttpMessages() {}

    static chat.parley.wire.http.HttpRequest request(HttpRequest request, String address, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue()));
        return new chat.parley.wire.http.HttpRequest(request.method().name(), request.uri(), headers, address, body);
    }

    /**
     * What could be read in two ways, by us and by a proxy before us, or misses its Host (RFC 9112, 3.2), and the codec lets
     * pass; null when all is well.
     */
    static @Nullable String ambiguity(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (request.protocolVersion().majorVersion() != 1) {
            return "this is not HTTP/1.1";
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1) {
            return "there is more than one Host";
        }
        if (hosts == 0 && request.protocolVersion().minorVersion() > 0) {
            return "there is no Host, which HTTP/1.1 demands";
        }
        return null;
    }

    /** @param encrypted whether the connection is */
    static FullHttpResponse response(HttpResponse answer, boolean keepAlive, boolean encrypted) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        SECURITY.forEach(response.headers()::set);
        if (encrypted) {
            response.headers().set("strict-transport-security", TLS_ONLY);
        }
        answer.headers().forEach(response.headers()::set);
        if (hasContent(answer.status())) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        response.headers()
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        return response;
    }

    /** The length of a 304 would be that of the answer which it stands for (RFC 9110, 8.6). */
    private static boolean hasContent(int status) {
        return status != HttpResponseStatus.NO_CONTENT.code() && status != HttpResponseStatus.NOT_MODIFIED.code();
    }
}
