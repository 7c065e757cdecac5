package chat.parley.server.auth;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
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
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Checks JSON Web Tokens (RFC 7519) of one issuer. Which algorithms count is fixed by the kind of key, never by the
 * token (RFC 8725, 3.1).
 */
public final class JwtAuthenticator implements Authenticator {

    /** Leeway on {@code exp}, in seconds. */
    private static final int SKEW_SECONDS = 5;

    /** Keys that were had are good for a day, should the issuer not answer. */
    private static final long KEYS_KEPT_SECONDS = 24 * 60 * 60;

    /** Longer ones are not looked at: some ten times what issuers make. */
    private static final int TOKEN_CHARS_MAX = 8 * 1024;

    private static final System.Logger LOG = System.getLogger(JwtAuthenticator.class.getName());

    private static final Duration WARNED_EVERY = Duration.ofMinutes(1);

    private final JwtConsumer consumer;
    private final AtomicLong warnAgainAt = new AtomicLong(System.nanoTime());

    /** Whether {@code sid} names a login of the built-in accounts; another issuer's logins are its own affair. */
    private final boolean ownLogins;

    private JwtAuthenticator(JwtConsumer consumer, boolean ownLogins) {
        this.consumer = consumer;
        this.ownLogins = ownLogins;
    }

    public static JwtAuthenticator ofSecret(Secret secret) {
        return new JwtAuthenticator(
                builder()
                        .setVerificationKey(secret.key())
                        .setJwsAlgorithmConstraints(only(AlgorithmIdentifiers.HMAC_SHA256))
                        .setSkipDefaultAudienceValidation()
                        .build(),
                true);
    }

    /** Keys are fetched when first needed, kept as long as the issuer says, and fetched anew for an unknown one. */
    public static JwtAuthenticator ofJwks(URI address, String issuer, String audience) {
        HttpsJwks keys = new HttpsJwks(address.toString());
        keys.setRetainCacheOnErrorDuration(KEYS_KEPT_SECONDS);
        return new JwtAuthenticator(
                builder()
                        .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                        .setJwsAlgorithmConstraints(only(
                                AlgorithmIdentifiers.RSA_USING_SHA256,
                                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                                AlgorithmIdentifiers.EDDSA))
                        .setExpectedIssuer(issuer)
                        .setExpectedAudience(audience)
                        .build(),
                false);
    }

    @Override
    public Verdict verify(String token) {
        if (token.length() > TOKEN_CHARS_MAX) {
            return new Verdict.Rejected("the token has more than " + TOKEN_CHARS_MAX + " characters");
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String subject = claims.getSubject();
            if (!UserId.isValid(subject)) {
                return new Verdict.Rejected("the token's sub is not 1 to 64 of A-Z a-z 0-9 _ . -");
            }
            return new Verdict.Accepted(
                    new UserId(subject),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()),
                    ownLogins ? claims.getStringClaimValue(TokenMint.LOGIN) : null);
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof UnresolvableKeyException unresolved && unresolved.getCause() != null) {
                // Without a cause the issuer was asked and does not know the key.
                warn(unresolved.getCause());
                return new Verdict.Unavailable("the keys of the token's issuer cannot be had at the moment");
            }
            return new Verdict.Rejected(e.hasExpired() ? "the token has expired" : "the token is not valid");
        } catch (MalformedClaimException | ArithmeticException e) {
            // The latter of an end that no number of milliseconds reaches.
            return new Verdict.Rejected("the token's claims are malformed");
        }
    }

    /** Now and then, and nothing of the token: whoever has no good one would write the log. */
    private void warn(Throwable cause) {
        long now = System.nanoTime();
        long at = warnAgainAt.get();
        if (now - at >= 0 && warnAgainAt.compareAndSet(at, now + WARNED_EVERY.toNanos())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "tokens cannot be verified, for the issuer's keys cannot be had: "
                            + (cause instanceof IOException ? cause : "they cannot be read"));
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
