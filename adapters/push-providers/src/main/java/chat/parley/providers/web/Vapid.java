package chat.parley.providers.web;

import chat.parley.providers.Json;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Says to a push service who we are (RFC 8292). One token is good for all subscriptions of an origin. */
final class Vapid {

    /** Push services take up to a day; half of it leaves room for clocks that differ. */
    static final Duration LIFETIME = Duration.ofHours(12);

    /** So much before its end a token is replaced. */
    private static final Duration SPARE = Duration.ofHours(1);

    /** Origins are as many as strangers name: one that was pushed out costs a signature. */
    private static final int ORIGINS_MAX = 256;

    private record Signed(String header, Instant until) {}

    private final VapidKey key;
    private final String contact;
    private final Clock clock;
    private final Cache<String, Signed> byOrigin =
            Caffeine.newBuilder().maximumSize(ORIGINS_MAX).build();

    /** @param contact {@code mailto:} or {@code https:}, for those who run the service */
    Vapid(VapidKey key, String contact, Clock clock) {
        this.key = key;
        this.contact = contact;
        this.clock = clock;
    }

    /** The header {@code Authorization} for an origin. */
    String authorization(String origin) {
        Instant now = clock.instant();
        Signed signed = byOrigin.getIfPresent(origin);
        if (signed == null || !now.isBefore(signed.until().minus(SPARE))) {
            Instant until = now.plus(LIFETIME);
            signed = new Signed("vapid t=" + token(origin, until) + ", k=" + key.publicKey(), until);
            byOrigin.put(origin, signed);
        }
        return signed.header();
    }

    private String token(String origin, Instant until) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        jws.setHeader("typ", "JWT");
        jws.setKey(key.privateKey());
        byte[] claims = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("aud", origin);
            json.writeNumberField("exp", until.getEpochSecond());
            json.writeStringField("sub", contact);
            json.writeEndObject();
        });
        jws.setPayload(new String(claims, StandardCharsets.UTF_8));
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("nothing can be signed", e);
        }
    }
}
