package chat.parley.server.auth;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict.Accepted;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/**
 * Accepts good HS256 tokens of the plain form, which nearly all are, at a tenth of the library's cost: a login storm
 * would spend more on its 90 KB of buffers for each token than on the sockets. It never refuses: whatever is not plain
 * and good is for the library to judge.
 */
final class PlainTokens {

    private static final String ALGORITHM = "HmacSHA256";

    /** Beyond this the library may have its 90 KB. */
    private static final int CHARS_MAX = 4096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final Mac keyed;
    private final int skewSeconds;
    private final Clock clock;

    /** @param skewSeconds leeway on {@code exp} */
    PlainTokens(HmacKey key, int skewSeconds, Clock clock) {
        this.skewSeconds = skewSeconds;
        this.clock = clock;
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Null when it is not plain, or not good. */
    @Nullable
    Accepted accept(String token) {
        int headerEnd = token.indexOf('.');
        int claimsEnd = token.indexOf('.', headerEnd + 1);
        boolean threeParts = headerEnd > 0 && claimsEnd > headerEnd && token.indexOf('.', claimsEnd + 1) < 0;
        if (!threeParts || token.length() > CHARS_MAX) {
            return null;
        }
        try {
            byte[] signature = decoded(token.substring(claimsEnd + 1));
            byte[] signed = token.substring(0, claimsEnd).getBytes(StandardCharsets.US_ASCII);
            boolean good = MessageDigest.isEqual(signature, ((Mac) keyed.clone()).doFinal(signed))
                    && isPlainHeader(decoded(token.substring(0, headerEnd)));
            return good ? claims(decoded(token.substring(headerEnd + 1, claimsEnd))) : null;
        } catch (IOException | IllegalArgumentException | CloneNotSupportedException e) {
            return null;
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    /** The algorithm, and nothing that would change what the token means. */
    private static boolean isPlainHeader(byte[] header) throws IOException {
        boolean named = false;
        try (JsonParser json = object(header)) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                String value = json.nextTextValue();
                switch (name) {
                    case "alg" -> named = "HS256".equals(value);
                    case "typ", "kid" -> {}
                    default -> {
                        return false;
                    }
                }
            }
            return named && json.nextToken() == null;
        }
    }

    private @Nullable Accepted claims(byte[] claims) throws IOException {
        String subject = null;
        long expires = 0;
        try (JsonParser json = object(claims)) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "sub" -> subject = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    case "exp" -> expires = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
                    case "nbf" -> {
                        return null;
                    }
                    default -> json.skipChildren();
                }
            }
            boolean whole = json.nextToken() == null;
            boolean lasting = expires > clock.instant().getEpochSecond() - skewSeconds;
            return whole && lasting && subject != null && UserId.isValid(subject)
                    ? new Accepted(new UserId(subject), Instant.ofEpochSecond(expires))
                    : null;
        }
    }

    private static JsonParser object(byte[] bytes) throws IOException {
        JsonParser json = JSON.createParser(bytes);
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("not an object");
        }
        return json;
    }
}
