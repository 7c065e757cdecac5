package chat.parley.server.auth;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON Web Tokens (RFC 7519) of one issuer. Which algorithms count is fixed by the kind of key, never by the
 * token (RFC 8725, 3.1).
 */
public final class JwtAuthenticator implements Authenticator {

    /** Leeway on {@code exp}, in seconds. */
    private static final int SKEW_SECONDS = 5;

    private final JwtConsumer consumer;
    private final @Nullable PlainTokens plain;

    private JwtAuthenticator(JwtConsumer consumer, @Nullable PlainTokens plain) {
        this.consumer = consumer;
        this.plain = plain;
    }

    public static JwtAuthenticator ofSecret(Secret secret) {
        JwtConsumer consumer = builder()
                .setVerificationKey(secret.key())
                .setJwsAlgorithmConstraints(only(AlgorithmIdentifiers.HMAC_SHA256))
                .setSkipDefaultAudienceValidation()
                .build();
        return new JwtAuthenticator(consumer, new PlainTokens(secret.key(), SKEW_SECONDS, Clock.systemUTC()));
    }

    /** Keys are fetched when first needed, kept as long as the issuer says, and fetched anew for an unknown one. */
    public static JwtAuthenticator ofJwks(URI address, String issuer, String audience) {
        JwtConsumer consumer = builder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(new HttpsJwks(address.toString())))
                .setJwsAlgorithmConstraints(only(
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.EDDSA))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .build();
        return new JwtAuthenticator(consumer, null);
    }

    @Override
    public Verdict verify(String token) {
        Verdict accepted = plain == null ? null : plain.accept(token);
        return accepted == null ? judge(token) : accepted;
    }

    private Verdict judge(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String subject = claims.getSubject();
            if (!UserId.isValid(subject)) {
                return new Verdict.Rejected("the token's sub is not 1 to 64 of A-Z a-z 0-9 _ . -");
            }
            return new Verdict.Accepted(
                    new UserId(subject),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
        } catch (InvalidJwtException e) {
            return new Verdict.Rejected(e.hasExpired() ? "the token has expired" : "the token is not valid");
        } catch (MalformedClaimException e) {
            return new Verdict.Rejected("the token's claims are malformed");
        }
    }

    private static JwtConsumerBuilder builder() {
        return new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS);
    }

    private static AlgorithmConstraints only(String... algorithms) {
        return new AlgorithmConstraints(ConstraintType.PERMIT, algorithms);
    }
}
