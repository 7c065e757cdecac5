package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushCallsTest {

    private static final String PHONE = "/api/devices/phone";
    private static final String FCM = "{'platform':'fcm','push_token':'secret-token'}";
    private static final String WEB =
            "{'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4Yf"
                    + "YCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM','auth':'tBHItJI5svbpez7KI4CCXg'}}}";

    /** A point of X25519, of RFC 7748, 6.1. */
    private static final String KEY = "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo";

    @TempDir
    private Path directory;

    private Node node;
    private Client alice;

    @BeforeEach
    void begin() {
        node = new Node(directory);
        alice = node.another("alice");
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void whatIsSetUpIsToldToUsersAlone() {
        assertThat(alice.get("/api/push").expect(200).body())
                .isEqualTo("{\"vapid_public_key\":\"the-key-of-this-server\",\"platforms\":[\"fcm\",\"webpush\"]}");
        node.as(null).get("/api/push").expect(401);
    }

    @Test
    void aDeviceLearnsThatItsTokenIsGone() {
        assertThat(state(alice.put(PHONE, FCM))).isEqualTo("registered");
        node.woken.outcome = new PushOutcome.TokenGone("UNREGISTERED");
        long before = System.currentTimeMillis();
        Answer tried = alice.post(PHONE + "/test-push", "").expect(200);
        assertThat(tried.text("outcome")).isEqualTo("token_gone");
        assertThat(tried.text("reason")).isEqualTo("UNREGISTERED");
        Answer phone = alice.get(PHONE).expect(200);
        assertThat(state(phone)).isEqualTo("gone");
        assertThat(phone.json().at("/push/gone_at").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(phone.text("platform")).isEqualTo("fcm");
        assertThat(outcome()).isEqualTo("no_token");
        assertThat(node.woken.samples).hasSize(1);
        assertThat(state(alice.put(PHONE, FCM.replace("secret", "fresh")))).isEqualTo("registered");
        assertThat(alice.get("/api/devices").expect(200).body()).doesNotContain("token", "gone");
    }

    @Test
    void aSampleGoesToTheDeviceThatIsNamed() {
        alice.put(PHONE, FCM).expect(200);
        alice.put("/api/devices/desk", FCM.replace("secret", "other").replace("}", ",'push_key':'" + KEY + "'}"))
                .expect(200);
        Answer accepted = alice.post("/api/devices/desk/test-push", "").expect(200);
        assertThat(accepted.body())
                .isEqualTo("{\"outcome\":\"accepted\",\"provider_id\":\"message-1\",\"reason\":null,"
                        + "\"retry_after_ms\":null}");
        assertThat(node.woken.samples)
                .singleElement()
                .extracting(target -> target.device().value(), PushTarget::token, PushTarget::pushKey)
                .containsExactly("desk", "other-token", KEY);
        node.another("bob").post(PHONE + "/test-push", "").expectProblem(404, "not_found", "device_id");
    }

    @Test
    void whateverTheServiceSaysIsToldAsItIs() {
        alice.put(PHONE, FCM).expect(200);
        node.woken.outcome = new PushOutcome.RetryLater(Duration.ofSeconds(7), "QUOTA_EXCEEDED");
        assertThat(alice.post(PHONE + "/test-push", "").expect(200).body())
                .isEqualTo("{\"outcome\":\"retry_later\",\"provider_id\":null,\"reason\":\"QUOTA_EXCEEDED\","
                        + "\"retry_after_ms\":7000}");
        node.woken.outcome = new PushOutcome.Refused("too big");
        assertThat(outcome()).isEqualTo("refused");
        node.woken.outcome = new PushOutcome.BadCredentials("the file /etc/parley/key.json");
        Answer bad = alice.post(PHONE + "/test-push", "").expect(200);
        assertThat(bad.text("outcome")).isEqualTo("bad_credentials");
        assertThat(bad.body()).doesNotContain("/etc");
        alice.put(PHONE, FCM.replace("fcm", "apns")).expect(200);
        assertThat(outcome()).isEqualTo("no_provider");
    }

    /** The device names the host: how it failed would be a look around behind the server. */
    @Test
    void whyAHostOfTheUsersChoiceFailedIsNotTold() {
        alice.put(PHONE, WEB.replace("ENDPOINT", "https://push.example/1")).expect(200);
        node.woken.outcome = new PushOutcome.RetryLater(null, "ConnectException");
        assertThat(alice.post(PHONE + "/test-push", "").expect(200).body())
                .isEqualTo(
                        "{\"outcome\":\"retry_later\",\"provider_id\":null,\"reason\":null,\"retry_after_ms\":null}");
    }

    @Test
    void whoTriesTooOftenWaits() {
        alice.put(PHONE, FCM).expect(200);
        for (int i = 0; i < 5; i++) {
            assertThat(outcome()).isEqualTo("accepted");
        }
        alice.post(PHONE + "/test-push", "").expectProblem(429, "rate_limited", "try your devices");
        assertThat(node.woken.samples).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/1",
                "https://[::1]/1",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.7/1",
                "https://[::ffff:192.168.1.1]/1",
                "https://localhost/1",
                "https://redis:6379/",
                "https://push.example:8443/1",
                "https://metrics.internal/1"
            })
    void whatLeadsInsideIsNotKept(String endpoint) {
        for (String platform : new String[] {"webpush", "unifiedpush"}) {
            alice.put(PHONE, WEB.replace("webpush", platform).replace("ENDPOINT", endpoint))
                    .expectProblem(400, "bad_request", "push_token");
        }
        alice.get(PHONE).expect(404);
    }

    @Test
    void whatTheOperatorAllowsIsKept() {
        alice.put(PHONE, WEB.replace("webpush", "unifiedpush").replace("ENDPOINT", "https://push.internal/1"))
                .expect(200);
        assertThat(alice.get(PHONE).text("platform")).isEqualTo("unifiedpush");
    }

    /** Only where it need not be encrypted: a browser takes nothing else. */
    @Test
    void anAddressAloneIsEnoughForUnifiedPush() {
        String address = "{'platform':'unifiedpush','push_token':'https://ntfy.example/up1?a=b'}";
        assertThat(state(alice.put(PHONE, address))).isEqualTo("registered");
        alice.put(PHONE, address.replace("unifiedpush", "webpush")).expectProblem(400, "bad_request", "push_token");
        alice.put(PHONE, address.replace("ntfy.example", "127.0.0.1")).expectProblem(400, "bad_request", "not public");
        alice.put(PHONE, address.replace("https://ntfy.example/up1?a=b", "up1"))
                .expectProblem(400, "bad_request", "push_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "''", "'short'", "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'", "'????'", "{}"})
    void whatNothingCanBeSealedForIsNotKept(String key) {
        alice.put(PHONE, FCM.replace("}", ",'push_key':" + key + "}")).expectProblem(400, "bad_request", "push_key");
        alice.get(PHONE).expect(404);
    }

    private String outcome() {
        return String.valueOf(alice.post(PHONE + "/test-push", "").expect(200).text("outcome"));
    }

    private static String state(Answer device) {
        return device.expect(200).json().at("/push/state").asText();
    }
}
