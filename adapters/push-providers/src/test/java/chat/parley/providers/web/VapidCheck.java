package chat.parley.providers.web;

import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** What a push service finds in the header {@code Authorization} (RFC 8292). */
record VapidCheck(String publicKey, String subject, Instant ends) {

    private static final Pattern HEADER = Pattern.compile("vapid t=([A-Za-z0-9._-]+), k=([A-Za-z0-9_-]+)");
    private static final int DAY_MINUTES = 24 * 60;

    static VapidCheck of(String header, String origin, Instant now) throws Exception {
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not of RFC 8292's form: " + header);
        }
        JwtClaims claims = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "ES256")
                .setVerificationKey(P256.publicKey(Base64.getUrlDecoder().decode(parts.group(2))))
                .setExpectedAudience(true, origin)
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(DAY_MINUTES)
                .setRequireSubject()
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build()
                .processToClaims(parts.group(1));
        return new VapidCheck(
                parts.group(2),
                claims.getSubject(),
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }
}
