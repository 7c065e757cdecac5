package chat.parley.websocket;

import chat.parley.wire.http.HttpResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    private HttpMessages() {}

    static chat.parley.wire.http.HttpRequest request(HttpRequest request, String address, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue()));
        return new chat.parley.wire.http.HttpRequest(request.method().name(), request.uri(), headers, address, body);
    }

    static FullHttpResponse response(HttpResponse answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        SECURITY.forEach(response.headers()::set);
        answer.headers().forEach(response.headers()::set);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        response.headers()
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        return response;
    }
}
