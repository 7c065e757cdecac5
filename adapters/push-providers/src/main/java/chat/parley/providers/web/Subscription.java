package chat.parley.providers.web;

import chat.parley.providers.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is woken, and for whom to encrypt.
 *
 * @param keys null for a distributor of UnifiedPush that is older than encryption: what it gets can be read on the way
 */
record Subscription(URI endpoint, @Nullable Keys keys) {

    /** For whom to encrypt. */
    static final class Keys {

        private final byte[] point;
        private final byte[] auth;

        /**
         * @param point the device's public key, an uncompressed point of P-256
         * @param auth the secret that is shared with it
         */
        Keys(byte[] point, byte[] auth) {
            this.point = point.clone();
            this.auth = auth.clone();
        }

        byte[] point() {
            return point.clone();
        }

        byte[] auth() {
            return auth.clone();
        }
    }

    /**
     * Reads a push token: the JSON that a browser gives out, or an endpoint alone.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Subscription read(String token) {
        if (!token.startsWith("{")) {
            return new Subscription(URI.create(token), null);
        }
        Map<String, @Nullable Object> json;
        try {
            json = Json.read(token.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
        String endpoint = Json.text(json, "endpoint");
        String point = Json.text(json.get("keys"), "p256dh");
        String auth = Json.text(json.get("keys"), "auth");
        if (endpoint == null || (point == null) != (auth == null)) {
            throw new IllegalArgumentException("no endpoint, or half of the keys");
        }
        return new Subscription(URI.create(endpoint), point == null || auth == null ? null : keys(point, auth));
    }

    private static Keys keys(String point, String auth) {
        return new Keys(
                Base64.getUrlDecoder().decode(point), Base64.getUrlDecoder().decode(auth));
    }

    /** As in the {@code aud} of RFC 8292: the scheme, the host, and the port where it is not 443. */
    String origin() {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        int port = endpoint.getPort();
        return "https://" + host + (port == -1 || port == Endpoints.PORT ? "" : ":" + port);
    }

    /** An endpoint is a secret: whoever has it can wake the device. */
    @Override
    public String toString() {
        return "Subscription[at " + origin() + "]";
    }
}
