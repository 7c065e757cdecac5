package chat.parley.providers.fcm;

import chat.parley.providers.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Google's access tokens for what the service account signs (RFC 7523). One is fetched at a time, for all who wait. */
final class AccessTokens {

    static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final long ASSERTION_SECONDS = 3_600;

    /** So much before its end a token is no longer used. */
    private static final long SPARE_SECONDS = 300;

    /** Google does not take the account for who it says it is. */
    static final class Denied extends Exception {

        private final String reason;

        Denied(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private final ServiceAccount account;
    private final Http http;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Token token = new Token("", 0);
    private volatile @Nullable Exception failure;

    private record Token(String value, long goodUntil) {}

    AccessTokens(ServiceAccount account, Http http, Clock clock) {
        this.account = account;
        this.http = http;
        this.clock = clock;
    }

    /**
     * The token of now. May wait for as long as an answer is waited for.
     *
     * @throws IOException when there is none now, but may be later
     */
    String get() throws IOException, Denied {
        Token now = token;
        if (clock.millis() < now.goodUntil()) {
            return now.value();
        }
        Exception before = failure;
        fetching.lock();
        try {
            if (clock.millis() >= token.goodUntil()) {
                token = Objects.equals(failure, before) ? fetch() : failed();
            }
            return token.value();
        } finally {
            fetching.unlock();
        }
    }

    /** What failed while one waited is not tried by each who waited. */
    private Token failed() throws IOException, Denied {
        switch (failure) {
            case Denied denied -> throw denied;
            case null, default -> throw new IOException("no access token", failure);
        }
    }

    /** FCM does not take this one any more, whatever was said of its time. */
    void drop(String value) {
        fetching.lock();
        try {
            if (token.value().equals(value)) {
                token = new Token("", 0);
            }
        } finally {
            fetching.unlock();
        }
    }

    private Token fetch() throws IOException, Denied {
        try {
            return fetched();
        } catch (IOException | Denied e) {
            failure = e;
            throw e;
        }
    }

    private Token fetched() throws IOException, Denied {
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion();
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(account.tokenUri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        int status = answer.statusCode();
        if (status == 429 || status >= 500) {
            throw new IOException("the token endpoint answered " + status);
        }
        Map<String, @Nullable Object> body = Json.read(answer.body());
        String value = Json.text(body, "access_token");
        if (status != 200 || value == null) {
            throw new Denied(status + " " + Json.text(body, "error") + ": " + account.email()
                    + " gets no access token (" + Json.text(body, "error_description") + ")");
        }
        long seconds = body.get("expires_in") instanceof Number number ? number.longValue() : 0;
        return new Token(value, clock.millis() + Math.clamp(seconds - SPARE_SECONDS, 1, ASSERTION_SECONDS) * 1_000);
    }

    private String assertion() {
        long now = clock.millis() / 1_000;
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(account.email());
        claims.setAudience(account.tokenUri().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now));
        claims.setExpirationTime(NumericDate.fromSeconds(now + ASSERTION_SECONDS));
        claims.setClaim("scope", SCOPE);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setKeyIdHeaderValue(account.keyId());
        signature.setKey(account.key());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("an RSA key signs", e);
        }
    }
}
