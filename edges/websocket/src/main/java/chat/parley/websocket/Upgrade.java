package chat.parley.websocket;

import chat.parley.wire.Code;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The opening handshake of RFC 6455, section 4.2, and who may open: not every web page. */
final class Upgrade {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String BEARER = "Bearer ";
    private static final int KEY_BYTES = 16;

    private static final FastThreadLocal<MessageDigest> SHA_1 = new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() {
            try {
                return MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-1", impossible);
            }
        }
    };

    /** What is answered. */
    sealed interface Answer {

        /**
         * @param key the client's, as the answer needs it
         * @param token null when the headers have none; empty when they have something else in its place
         * @param deviceId as it stands in the query, null when it does not
         */
        record Accepted(
                String key,
                @Nullable String token,
                @Nullable String deviceId) implements Answer {

            /** The whole answer, with status 101; no extension is ever agreed to. */
            byte[] bytes() {
                return accept(key);
            }
        }

        record Refused(Refusal refusal) implements Answer {}
    }

    private final Set<String> allowedOrigins;

    Upgrade(Set<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    Answer answer(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || !headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
            return refused(426, "this is for WebSocket alone");
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return refused(426, "Sec-WebSocket-Version is not 13");
        }
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (key == null || !isKey(key)) {
            return refused(400, "Sec-WebSocket-Key is not 16 bytes in base64");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isAllowed(origin, headers.get(HttpHeaderNames.HOST, ""))) {
            return new Answer.Refused(new Refusal(403, Code.FORBIDDEN, "pages of this origin may not connect"));
        }
        return new Answer.Accepted(key, token(headers), deviceId(request.uri()));
    }

    private static @Nullable String token(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : "";
    }

    private static @Nullable String deviceId(String target) {
        try {
            List<String> values = new QueryStringDecoder(target).parameters().get("device_id");
            return values == null ? null : values.getFirst();
        } catch (IllegalArgumentException notDecodable) {
            return null;
        }
    }

    /** Programs send no origin; browsers do, and a page of the server's own host may always connect. */
    private boolean isAllowed(String origin, String host) {
        int scheme = origin.indexOf("://");
        boolean sameHost = scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
        return sameHost || allowedOrigins.contains(origin) || allowedOrigins.contains("*");
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] accept(String key) {
        byte[] digest = SHA_1.get().digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        return answer.getBytes(StandardCharsets.US_ASCII);
    }

    private static Answer refused(int status, String detail) {
        return new Answer.Refused(new Refusal(status, Code.BAD_REQUEST, detail));
    }
}
