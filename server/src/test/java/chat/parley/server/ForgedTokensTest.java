package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as attackers make them, byte by byte: none is good, and none is an error of ours. */
class ForgedTokensTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String GOOD = "{\"sub\":\"ann\",\"exp\":9999999999}";
    private static final JwtAuthenticator HS256 = JwtAuthenticator.ofSecret(Secret.configured(SECRET));

    @Test
    void theTokensOfThisTestAreGoodUntilTheyAreSpoiled() throws Exception {
        assertThat(HS256.verify(signed("{\"alg\":\"HS256\"}", GOOD))).isInstanceOf(Verdict.Accepted.class);
        assertThat(HS256.verify(signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", GOOD)))
                .isInstanceOf(Verdict.Accepted.class);
    }

    /** The secret is rightly used: still the key decides the algorithm, and what must be understood is not ignored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"nOnE\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"EdDSA\"}",
                "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"alg\":\"none\"}",
                "[]",
                "x",
                "{\"alg\":\"HS256\"",
            })
    void headersThatAreNot(String header) throws Exception {
        assertThat(HS256.verify(signed(header, GOOD))).isInstanceOf(Verdict.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"ann\"",
                "x",
                "{\"sub\":\"ann\"}",
                "{\"exp\":9999999999}",
                "{\"sub\":\"ann\",\"exp\":null}",
                "{\"sub\":\"ann\",\"exp\":\"9999999999\"}",
                "{\"sub\":\"ann\",\"exp\":[9999999999]}",
                "{\"sub\":\"ann\",\"exp\":true}",
                "{\"sub\":\"ann\",\"exp\":-1}",
                "{\"sub\":\"ann\",\"exp\":0}",
                "{\"sub\":\"ann\",\"exp\":1e400}",
                "{\"sub\":\"ann\",\"exp\":9999999999,\"nbf\":9999999998}",
                "{\"sub\":\"ann\",\"exp\":9999999999,\"nbf\":\"soon\"}",
                "{\"sub\":7,\"exp\":9999999999}",
                "{\"sub\":null,\"exp\":9999999999}",
                "{\"sub\":[\"ann\"],\"exp\":9999999999}",
                "{\"sub\":{\"ann\":1},\"exp\":9999999999}",
                "{\"sub\":\"\",\"exp\":9999999999}",
                "{\"sub\":\"ann\\u0000\",\"exp\":9999999999}",
                "{\"sub\":\"../ann\",\"exp\":9999999999}",
                "{\"sub\":\"ann\",\"sub\":\"bob\",\"exp\":9999999999}",
                "{\"sub\":\"ann\",\"exp\":1,\"exp\":9999999999}",
            })
    void claimsThatAreNot(String claims) throws Exception {
        assertThat(HS256.verify(signed("{\"alg\":\"HS256\"}", claims))).isInstanceOf(Verdict.Rejected.class);
    }

    /** Ends that are too far away for a number of milliseconds do not come around to a good one, nor to an error. */
    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "99999999999999999999", "18446744073709551", "9999999999.5"})
    void endsFarAway(String exp) throws Exception {
        Verdict verdict = HS256.verify(signed("{\"alg\":\"HS256\"}", "{\"sub\":\"ann\",\"exp\":" + exp + "}"));
        if (verdict instanceof Verdict.Accepted accepted) {
            assertThat(accepted.expires()).isAfter(java.time.Instant.parse("2200-01-01T00:00:00Z"));
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        }
    }

    /** A key id names nothing that is looked up, in files or elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"../../../../dev/null", "' OR '1'='1", "|/bin/true", "http://localhost/"})
    void keyIdsOpenNothing(String kid) throws Exception {
        String header = "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}";
        assertThat(HS256.verify(signed(header, GOOD))).isInstanceOf(Verdict.Accepted.class);
        assertThat(HS256.verify(signedWith(new byte[32], header, GOOD))).isInstanceOf(Verdict.Rejected.class);
    }

    /** A key that comes with the token, or an address where it might be had, is not even looked at. */
    @Test
    void keysThatTheTokenBringsDoNotCount() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] spki = pair.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\",\"kid\":\"k\"}";
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] keys = ("{\"keys\":[" + jwk + "]}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/";
            for (String field : new String[] {
                "\"jwk\":" + jwk,
                "\"jku\":\"" + url + "\"",
                "\"x5u\":\"" + url + "\"",
                "\"x5c\":[\"" + base64(spki) + "\"]"
            }) {
                String head = part("{\"alg\":\"EdDSA\",\"kid\":\"k\"," + field + "}") + "." + part(GOOD);
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(head.getBytes(StandardCharsets.US_ASCII));
                assertThat(HS256.verify(head + "." + base64(signature.sign()))).isInstanceOf(Verdict.Rejected.class);
            }
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void signaturesThatAreNot() throws Exception {
        String good = signed("{\"alg\":\"HS256\"}", GOOD);
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        for (String token : new String[] {
            unsigned,
            unsigned + "AA",
            unsigned + "=",
            unsigned + good.substring(good.lastIndexOf('.') + 1).repeat(2),
            good + ".",
            good + ".a.b",
            " " + good,
            good.replace('.', ' '),
            part(good) + "..",
            signed("{\"alg\":\"HS256\",\"cty\":\"JWT\"}", good) + "x",
        }) {
            assertThat(HS256.verify(token)).as(token).isInstanceOf(Verdict.Rejected.class);
        }
    }

    /** However long: it is measured before it is read. */
    @Test
    void giantTokensAreNotRead() throws Exception {
        String giant = signed(
                "{\"alg\":\"HS256\"}", "{\"sub\":\"ann\",\"exp\":9999999999,\"x\":\"" + "x".repeat(8_000) + "\"}");
        assertThat(HS256.verify(giant)).isInstanceOf(Verdict.Rejected.class);
        assertThat(HS256.verify("x.".repeat(10_000_000))).isInstanceOf(Verdict.Rejected.class);
        String large = signed(
                "{\"alg\":\"HS256\"}", "{\"sub\":\"ann\",\"exp\":9999999999,\"x\":\"" + "x".repeat(5_000) + "\"}");
        assertThat(HS256.verify(large)).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) HS256.verify(large)).user()).isEqualTo(new UserId("ann"));
    }

    private static String signed(String header, String claims) throws Exception {
        return signedWith(SECRET.getBytes(StandardCharsets.US_ASCII), header, claims);
    }

    private static String signedWith(byte[] key, String header, String claims) throws Exception {
        String head = part(header) + "." + part(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return head + "." + base64(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(String json) {
        return base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
