package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose token it is, and every way in which it is none. */
class JwtAuthenticatorTest {

    private static final Secret SECRET = Secret.configured("0123456789abcdef0123456789abcdef");
    private static final JwtAuthenticator HS256 = JwtAuthenticator.ofSecret(SECRET);

    @TempDir
    Path directory;

    @Test
    void ownTokensAreAccepted() {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        String token = new TokenMint(SECRET, Clock.fixed(now, ZoneOffset.UTC))
                .tokenFor(new UserId("ann"), Duration.ofHours(1));
        assertThat(HS256.verify(token))
                .isEqualTo(new Verdict.Accepted(new UserId("ann"), now.plus(Duration.ofHours(1)), null));
    }

    @Test
    void endedTokensAreRejectedAfterTheLeeway() {
        assertThat(HS256.verify(endedFor(Duration.ofSeconds(3)))).isInstanceOf(Verdict.Accepted.class);
        assertThat(HS256.verify(endedFor(Duration.ofSeconds(8))))
                .isEqualTo(new Verdict.Rejected("the token has expired"));
    }

    @Test
    void whatIsNoGoodTokenIsRejected() throws JoseException {
        JwtClaims good = claims("ann");
        JwtClaims endless = claims("ann");
        endless.unsetClaim("exp");
        JwtClaims nobody = claims("ann");
        nobody.unsetClaim("sub");
        HmacKey key = SECRET.key();
        HmacKey other = new HmacKey("another secret, 32 bytes or more!".getBytes(StandardCharsets.UTF_8));
        List<String> bad = List.of(
                "",
                "x",
                "a.b.c",
                signed(good, other, "HS256", null),
                signed(endless, key, "HS256", null),
                signed(nobody, key, "HS256", null),
                signed(claims("a b"), key, "HS256", null),
                signed(claims("x".repeat(65)), key, "HS256", null),
                unsigned(good));
        assertThat(bad).allSatisfy(token -> assertThat(HS256.verify(token)).isInstanceOf(Verdict.Rejected.class));
    }

    @Test
    void keySetsOfAnIssuerAreTakenWithTheirOwnAlgorithms() throws Exception {
        PublicJsonWebKey rsa = withId(RsaJwkGenerator.generateJwk(2048), "r");
        PublicJsonWebKey ec = withId(EcJwkGenerator.generateJwk(EllipticCurves.P256), "e");
        PublicJsonWebKey ed = withId(OkpJwkGenerator.generateJwk("Ed25519"), "d");
        try (var keys = new KeyServer(new JsonWebKeySet(rsa, ec, ed))) {
            JwtAuthenticator jwks = JwtAuthenticator.ofJwks(keys.address(), "https://issuer", "parley");
            JwtClaims good = issued("https://issuer", "parley");
            assertThat(jwks.verify(signed(good, rsa.getPrivateKey(), "RS256", "r")))
                    .isInstanceOf(Verdict.Accepted.class);
            assertThat(jwks.verify(signed(good, ec.getPrivateKey(), "ES256", "e")))
                    .isInstanceOf(Verdict.Accepted.class);
            assertThat(jwks.verify(signed(good, ed.getPrivateKey(), "EdDSA", "d")))
                    .isInstanceOf(Verdict.Accepted.class);

            // The public key as an HMAC secret: the classic confusion of algorithms.
            HmacKey confused = new HmacKey(rsa.getPublicKey().getEncoded());
            assertThat(List.of(
                            signed(issued("https://other", "parley"), rsa.getPrivateKey(), "RS256", "r"),
                            signed(issued("https://issuer", "other"), rsa.getPrivateKey(), "RS256", "r"),
                            signed(good, rsa.getPrivateKey(), "RS512", "r"),
                            signed(good, rsa.getPrivateKey(), "RS256", "unknown"),
                            signed(good, confused, "HS256", "r")))
                    .allSatisfy(token -> assertThat(jwks.verify(token)).isInstanceOf(Verdict.Rejected.class));
        }
    }

    /** A good token must not be called bad because of somebody else's outage. */
    @Test
    void whoseKeysCannotBeHadIsNeitherGoodNorBad() throws Exception {
        PublicJsonWebKey rsa = withId(RsaJwkGenerator.generateJwk(2048), "r");
        var keys = new KeyServer(new JsonWebKeySet(rsa));
        keys.close();
        JwtAuthenticator jwks = JwtAuthenticator.ofJwks(keys.address(), "https://issuer", "parley");
        assertThat(jwks.verify(signed(issued("https://issuer", "parley"), rsa.getPrivateKey(), "RS256", "r")))
                .isInstanceOf(Verdict.Unavailable.class);
        assertThat(jwks.verify("a.b.c")).isInstanceOf(Verdict.Rejected.class);
    }

    /** Anybody can bring tokens to an issuer that does not answer: the log has one line, and nothing of theirs. */
    @Test
    void strangersTokensDoNotFillTheLog() throws Exception {
        PublicJsonWebKey rsa = withId(RsaJwkGenerator.generateJwk(2048), "r");
        var keys = new KeyServer(new JsonWebKeySet(rsa));
        keys.close();
        JwtAuthenticator jwks = JwtAuthenticator.ofJwks(keys.address(), "https://issuer", "parley");
        Logger logger = Logger.getLogger(JwtAuthenticator.class.getName());
        Written written = new Written();
        logger.addHandler(written);
        try {
            for (String id : List.of("evil1", "evil2", "evil3")) {
                var _ = jwks.verify(signed(issued("https://issuer", "parley"), rsa.getPrivateKey(), "RS256", id));
            }
        } finally {
            logger.removeHandler(written);
        }
        assertThat(written.lines)
                .singleElement()
                .asString()
                .contains("keys cannot be had")
                .doesNotContain("evil");
    }

    private static final class Written extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void secretIsMadeOnceForItsOwnerAlone() throws IOException {
        Secret made = Secret.of(directory);
        assertThat(made.made()).isEqualTo(directory.resolve("jwt-secret"));
        assertThat(Secret.of(directory).key()).isEqualTo(made.key());
        assertThat(Secret.of(directory).made()).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("jwt-secret"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("jwt-secret"));
        }
    }

    private static String endedFor(Duration time) {
        Clock then = Clock.fixed(Instant.now().minus(time).minus(Duration.ofMinutes(1)), ZoneOffset.UTC);
        return new TokenMint(SECRET, then).tokenFor(new UserId("ann"), Duration.ofMinutes(1));
    }

    private static JwtClaims claims(String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setExpirationTime(NumericDate.fromSeconds(Instant.now().getEpochSecond() + 60));
        return claims;
    }

    private static JwtClaims issued(String issuer, String audience) {
        JwtClaims claims = claims("ann");
        claims.setIssuer(issuer);
        claims.setAudience(audience);
        return claims;
    }

    private static PublicJsonWebKey withId(PublicJsonWebKey key, String id) {
        key.setKeyId(id);
        return key;
    }

    private static String signed(JwtClaims claims, java.security.Key key, String algorithm, @Nullable String keyId)
            throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setDoKeyValidation(false);
        jws.setPayload(claims.toJson());
        jws.setKey(key);
        jws.setAlgorithmHeaderValue(algorithm);
        if (keyId != null) {
            jws.setKeyIdHeaderValue(keyId);
        }
        return jws.getCompactSerialization();
    }

    private static String unsigned(JwtClaims claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.toJson().getBytes(StandardCharsets.UTF_8)) + ".";
    }

    /** An issuer's address for its public keys. */
    private static final class KeyServer implements AutoCloseable {
        private final HttpServer server;

        KeyServer(JsonWebKeySet keys) throws IOException {
            byte[] json = keys.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/keys", exchange -> {
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
                exchange.close();
            });
            server.start();
        }

        URI address() {
            return URI.create("http://localhost:" + server.getAddress().getPort() + "/keys");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
