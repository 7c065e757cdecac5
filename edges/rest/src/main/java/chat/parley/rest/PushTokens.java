package chat.parley.rest;

import chat.parley.domain.Platform;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads what a platform gave a device to be woken by. */
final class PushTokens {

    private static final String FIELD = "push_token";
    private static final int BYTES_MAX = 4 * 1024;

    /** An uncompressed point of P-256 (RFC 8291, 3.1), and the secret that is shared with it. */
    private static final int POINT_BYTES = 65;

    private static final int POINT_UNCOMPRESSED = 4;
    private static final int AUTH_BYTES = 16;

    private PushTokens() {}

    /** As it is kept: a subscription as JSON, in one form. */
    static String read(Platform platform, JsonBody body, Waking.Checks checks) throws BadInput {
        String token = switch (platform) {
            case APNS, FCM -> opaque(body.text(FIELD));
            case WEBPUSH -> subscription(body, checks);
            case UNIFIEDPUSH -> endpointAlone(body) ? address(body, checks) : subscription(body, checks);
        };
        if (token.length() > BYTES_MAX) {
            throw BadInput.malformed(FIELD, "at most 4 KiB");
        }
        return token;
    }

    /** What their services give out is not ours to know, but it goes into paths and headers. */
    private static String opaque(@Nullable String token) throws BadInput {
        if (token == null || token.isEmpty()) {
            throw BadInput.missing(FIELD);
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw BadInput.malformed(FIELD, "of visible ASCII characters");
        }
        return token;
    }

    /** As distributors that know no encryption give it out: an address, and nothing to encrypt for. */
    private static boolean endpointAlone(JsonBody body) throws BadInput {
        return body.isText(FIELD) && !String.valueOf(body.text(FIELD)).startsWith("{");
    }

    private static String address(JsonBody body, Waking.Checks checks) throws BadInput {
        String endpoint = opaque(body.text(FIELD));
        requireFit(endpoint, checks);
        return endpoint;
    }

    /** As browsers give it out: an object, which some clients send as a text. */
    private static String subscription(JsonBody body, Waking.Checks checks) throws BadInput {
        JsonBody object = body.isText(FIELD) ? ofText(body.text(FIELD)) : body.object(FIELD);
        if (object == null) {
            throw BadInput.missing(FIELD);
        }
        String endpoint = object.text("endpoint");
        JsonBody keys = object.object("keys");
        if (endpoint == null || keys == null) {
            throw BadInput.malformed(FIELD, "a subscription with endpoint and keys");
        }
        requireFit(endpoint, checks);
        byte[] point = key(keys, "p256dh", POINT_BYTES);
        if (point[0] != POINT_UNCOMPRESSED) {
            throw BadInput.malformed(FIELD, "a subscription whose keys.p256dh is an uncompressed point");
        }
        byte[] auth = key(keys, "auth", AUTH_BYTES);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return new String(
                Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringField("endpoint", endpoint);
                    json.writeObjectFieldStart("keys");
                    json.writeStringField("p256dh", encoder.encodeToString(point));
                    json.writeStringField("auth", encoder.encodeToString(auth));
                    json.writeEndObject();
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
    }

    private static @Nullable JsonBody ofText(@Nullable String text) throws BadInput {
        if (text == null) {
            return null;
        }
        try {
            return JsonBody.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (BadInput e) {
            throw BadInput.malformed(FIELD, "a subscription in JSON");
        }
    }

    /** It goes into the server's own requests, so it must lead nowhere that only the server reaches. */
    private static void requireFit(String endpoint, Waking.Checks checks) throws BadInput {
        if (endpoint.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw BadInput.malformed(FIELD, "a subscription whose endpoint is an https address");
        }
        String flaw = checks.flaw(endpoint);
        if (flaw != null) {
            throw new BadInput(Code.BAD_REQUEST, FIELD + " has an endpoint that " + flaw);
        }
    }

    private static byte[] key(JsonBody keys, String name, int length) throws BadInput {
        String text = keys.text(name);
        try {
            byte[] key = text == null ? new byte[0] : Base64.getUrlDecoder().decode(text);
            if (key.length == length) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw BadInput.malformed(FIELD, "a subscription whose keys." + name + " is " + length + " bytes in base64url");
    }
}
