package chat.parley.providers.fcm;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.providers.Http2Peer;
import chat.parley.providers.Http2Peer.Answer;
import chat.parley.providers.Http2Peer.Request;
import chat.parley.providers.Http2Peer.Whole;
import chat.parley.providers.Json;
import chat.parley.push.PushTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** Google's token endpoint and FCM over HTTP/2, which check who asks as Google does. */
public final class Google implements AutoCloseable {

    public static final String EMAIL = "push@parley-test.iam.gserviceaccount.com";

    /** Messages that were taken, and those that were only tried. */
    public final List<String> got = new CopyOnWriteArrayList<>();

    public final List<String> tried = new CopyOnWriteArrayList<>();
    public final AtomicInteger fetches = new AtomicInteger();
    public final AtomicInteger requests = new AtomicInteger();

    /** Access tokens that are good. */
    public final Map<String, Boolean> good = new ConcurrentHashMap<>();

    public volatile @Nullable Function<Request, Answer> messages;
    public volatile @Nullable Function<Request, Answer> tokens;
    public volatile int expiresIn = 3_599;

    private final KeyPair key;
    private final Clock clock;
    private final Http2Peer peer;

    public Google(Clock clock) throws Exception {
        this.clock = clock;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        key = generator.generateKeyPair();
        peer = new Http2Peer(this::answer);
    }

    private Answer answer(Request request) {
        Function<Request, Answer> other = request.path().equals("/token") ? tokens : messages;
        if (request.path().equals("/token")) {
            fetches.incrementAndGet();
            return other != null ? other.apply(request) : token(request);
        }
        requests.incrementAndGet();
        return other != null ? other.apply(request) : message(request);
    }

    private Answer token(Request request) {
        Map<String, String> form = new HashMap<>();
        for (String field : request.body().split("&", -1)) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))) {
            return new Whole(400, Map.of(), "{\"error\":\"unsupported_grant_type\"}");
        }
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key.getPublic())
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                    .setExpectedIssuer(EMAIL)
                    .setExpectedAudience(url() + "/token")
                    .setRequireIssuedAt()
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .setMaxFutureValidityInMinutes(60)
                    .build()
                    .processToClaims(form.get("assertion"));
            if (!"https://www.googleapis.com/auth/firebase.messaging".equals(claims.getClaimValueAsString("scope"))) {
                return new Whole(400, Map.of(), "{\"error\":\"invalid_scope\"}");
            }
        } catch (InvalidJwtException e) {
            return new Whole(
                    400, Map.of(), "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
        }
        String token = "ya29." + fetches.get();
        good.put(token, true);
        return new Whole(
                200,
                Map.of(),
                "{\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn + ",\"token_type\":\"Bearer\"}");
    }

    private Answer message(Request request) {
        String authorization = request.headers().getOrDefault("authorization", "");
        if (!authorization.startsWith("Bearer ") || !good.containsKey(authorization.substring(7))) {
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "");
        }
        if (!request.path().equals("/v1/projects/parley-test/messages:send")
                || !request.method().equals("POST")) {
            return new Whole(404, Map.of(), "<html>");
        }
        if (request.body().contains("\"not-a-token\"")) {
            tried.add(request.body());
            return error(400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token", "");
        }
        got.add(request.body());
        return new Whole(200, Map.of(), "{\"name\":\"projects/parley-test/messages/0:1\"}");
    }

    /** @param details of the error, as JSON, with a comma in front where there are any */
    public static Whole error(int status, String name, String message, String details) {
        return new Whole(
                status,
                Map.of(),
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + name
                        + "\",\"details\":[" + details + "]}}");
    }

    public static String fcmError(String code) {
        return "{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\"" + code + "\"}";
    }

    public void forget() {
        got.clear();
        tried.clear();
        fetches.set(0);
        requests.set(0);
        good.clear();
        messages = null;
        tokens = null;
        expiresIn = 3_599;
    }

    public String url() {
        return "https://localhost:" + peer.port();
    }

    public Fcm open(Path credentials, Clock clock) throws Exception {
        return Fcm.open(
                new FcmSettings(credentials, URI.create(url())), clock, Duration.ofMillis(1_500), peer.trusting());
    }

    public Path credentials(Path directory, KeyPair pair) throws IOException {
        return Files.write(directory.resolve("account.json"), Json.bytes(fields(pair)));
    }

    public Map<String, String> fields(KeyPair pair) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return new HashMap<>(Map.of(
                "type",
                "service_account",
                "project_id",
                "parley-test",
                "client_email",
                EMAIL,
                "private_key_id",
                "k1",
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n",
                "token_uri",
                url() + "/token"));
    }

    public KeyPair key() {
        return key;
    }

    public static PushTarget target(@Nullable String pushKey) {
        return new PushTarget(new UserId("bob"), new DeviceId("phone"), Platform.FCM, "registration-1", pushKey);
    }

    @Override
    public void close() {
        peer.close();
    }
}
