package chat.parley.providers.fcm;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.providers.BadSetting;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Android's devices. Each send has a virtual thread, which waits for the access token and for the answer. */
public final class Fcm implements PushProvider {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(8);
    private static final int TOKEN_CHARS_MAX = 4_096;

    private static final PushTarget NOBODY =
            new PushTarget(new UserId("nobody"), new DeviceId("none"), Platform.FCM, "not-a-token", null);

    private final ServiceAccount account;
    private final URI messages;
    private final Http http;
    private final AccessTokens tokens;
    private final Clock clock;

    private Fcm(FcmSettings settings, Clock clock, Http http) {
        this.account = ServiceAccount.read(settings.credentials());
        this.messages = URI.create(settings.url() + "/v1/projects/" + account.project() + "/messages:send");
        this.http = http;
        this.tokens = new AccessTokens(account, http, clock);
        this.clock = clock;
    }

    /**
     * Nothing is connected before the first notification.
     *
     * @throws BadSetting when the file is not what it ought to be
     */
    public static Fcm open(FcmSettings settings, Clock clock) {
        return open(settings, clock, ANSWER_MAX, null);
    }

    static Fcm open(FcmSettings settings, Clock clock, Duration answerMax, @Nullable SSLContext trust) {
        return new Fcm(settings, clock, new Http(answerMax, trust));
    }

    @Override
    public Platform platform() {
        return Platform.FCM;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        if (target.token().isBlank() || target.token().length() > TOKEN_CHARS_MAX) {
            return CompletableFuture.completedFuture(new PushOutcome.TokenGone("it is no token of FCM"));
        }
        return CompletableFuture.supplyAsync(() -> outcome(target, notification, false), Thread::startVirtualThread);
    }

    private PushOutcome outcome(PushTarget target, Notification notification, boolean trial) {
        try {
            byte[] body = FcmMessage.json(target, notification, clock.millis(), trial);
            String token = tokens.get();
            HttpResponse<byte[]> answer = post(body, token);
            PushOutcome outcome = FcmAnswer.of(answer, clock.instant());
            if (answer.statusCode() != 401 || !(outcome instanceof PushOutcome.BadCredentials)) {
                return outcome;
            }
            tokens.drop(token);
            return FcmAnswer.of(post(body, tokens.get()), clock.instant());
        } catch (AccessTokens.Denied e) {
            return new PushOutcome.BadCredentials(e.reason());
        } catch (IOException | RuntimeException e) {
            return new PushOutcome.RetryLater(null, "no answer: " + e.getMessage());
        }
    }

    private HttpResponse<byte[]> post(byte[] body, String token) throws IOException {
        return http.send(HttpRequest.newBuilder(messages)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        String as = account.email();
        try {
            tokens.get();
            findings.add(new Finding("FCM: " + as + " gets access tokens", null));
        } catch (AccessTokens.Denied e) {
            findings.add(new Finding("FCM: access tokens for " + as, e.getMessage()));
            return findings;
        } catch (IOException e) {
            findings.add(new Finding(
                    "FCM: access tokens for " + as,
                    e.getMessage() + "; is " + account.tokenUri().getHost() + " reached from here?"));
            return findings;
        }
        PushOutcome outcome = outcome(NOBODY, new Notification.Test(0, 0), true);
        findings.add(new Finding(
                "FCM takes messages for project " + account.project(),
                switch (outcome) {
                    // That the device does not exist is said to those alone who may ask.
                    case PushOutcome.TokenGone _, PushOutcome.Accepted _ -> null;
                    case PushOutcome.BadCredentials bad -> bad.reason();
                    case PushOutcome.RetryLater later ->
                        later.reason() + "; is " + messages.getHost() + " reached from here?";
                    case PushOutcome.Refused refused -> refused.reason();
                }));
        return findings;
    }

    @Override
    public void close() {
        http.close();
    }
}
