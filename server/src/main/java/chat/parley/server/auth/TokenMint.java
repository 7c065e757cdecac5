package chat.parley.server.auth;

import chat.parley.domain.UserId;
import java.time.Clock;
import java.time.Duration;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Makes HS256 tokens with the server's own secret. */
public final class TokenMint {

    private final HmacKey key;
    private final Clock clock;

    public TokenMint(Secret secret, Clock clock) {
        this.key = secret.key();
        this.clock = clock;
    }

    public String tokenFor(UserId user, Duration life) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user.value());
        long now = clock.instant().getEpochSecond();
        claims.setIssuedAt(NumericDate.fromSeconds(now));
        claims.setExpirationTime(NumericDate.fromSeconds(now + life.toSeconds()));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign with HS256", e);
        }
    }
}
