package chat.parley.server.auth;

import chat.parley.accounts.port.AccessTokens;
import chat.parley.domain.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Makes HS256 tokens with the server's own secret. */
public final class TokenMint implements AccessTokens {

    /** The claim that names the login, as OpenID Connect has it. */
    static final String LOGIN = "sid";

    /** Whom no secret of users speaks of. */
    private static final UserId OPERATOR = new UserId("operator");

    private final HmacKey key;
    private final Clock clock;

    public TokenMint(Secret secret, Clock clock) {
        this.key = secret.key();
        this.clock = clock;
    }

    /** A token that is of no login: good until its end. */
    public String tokenFor(UserId user, Duration life) {
        return sign(claims(user, clock.instant(), life));
    }

    /** A token of one who runs the server, where the secret is that of operators. */
    public String tokenForOperator(Duration life) {
        return tokenFor(OPERATOR, life);
    }

    @Override
    public String mint(UserId user, String login, Instant issued, Duration life) {
        JwtClaims claims = claims(user, issued, life);
        claims.setStringClaim(LOGIN, login);
        return sign(claims);
    }

    private static JwtClaims claims(UserId user, Instant issued, Duration life) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user.value());
        long now = issued.getEpochSecond();
        claims.setIssuedAt(NumericDate.fromSeconds(now));
        claims.setExpirationTime(NumericDate.fromSeconds(now + life.toSeconds()));
        return claims;
    }

    private String sign(JwtClaims claims) {
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
