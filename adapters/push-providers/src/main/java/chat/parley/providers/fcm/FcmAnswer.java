package chat.parley.providers.fcm;

import chat.parley.providers.Json;
import chat.parley.providers.RetryAfter;
import chat.parley.push.PushOutcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Google's answers mean: the table in docs/push.md. */
final class FcmAnswer {

    /** What Google asks for where it does not say. */
    private static final Duration QUOTA_PAUSE = Duration.ofMinutes(1);

    private FcmAnswer() {}

    static PushOutcome of(HttpResponse<byte[]> response, Instant now) {
        int status = response.statusCode();
        Map<String, @Nullable Object> body;
        try {
            body = Json.read(response.body());
        } catch (IOException e) {
            body = Map.of();
        }
        if (status == 200) {
            String name = Json.text(body, "name");
            return name != null
                    ? new PushOutcome.Accepted(name)
                    : new PushOutcome.RetryLater(null, "200 with a body that is not FCM's");
        }
        Duration after =
                RetryAfter.read(response.headers().firstValue("retry-after").orElse(null), now);
        return refusal(status, body.get("error"), after);
    }

    private static PushOutcome refusal(int status, @Nullable Object error, @Nullable Duration after) {
        String code = code(error);
        String said = (status + " " + code).strip();
        return switch (code) {
            case "UNREGISTERED", "SENDER_ID_MISMATCH" -> new PushOutcome.TokenGone(said);
            // Said of a device of Apple's or a browser that came by FCM; Android's are not concerned.
            case "THIRD_PARTY_AUTH_ERROR" -> new PushOutcome.Refused(said);
            case "QUOTA_EXCEEDED" -> new PushOutcome.RetryLater(after == null ? QUOTA_PAUSE : after, said);
            case "UNAVAILABLE", "INTERNAL" -> new PushOutcome.RetryLater(after, said);
            default -> byStatus(status, said, error, after);
        };
    }

    private static PushOutcome byStatus(int status, String said, @Nullable Object error, @Nullable Duration after) {
        return switch (status) {
            case 400 ->
                isAboutToken(error)
                        ? new PushOutcome.TokenGone(said + ": it is no token of FCM")
                        : new PushOutcome.Refused(said + ": " + Json.text(error, "message"));
            // 404 without UNREGISTERED is said of a project, not of a device.
            case 401, 403, 404 -> new PushOutcome.BadCredentials(said + ": " + Json.text(error, "message"));
            case 408 -> new PushOutcome.RetryLater(after, said);
            case 429 -> new PushOutcome.RetryLater(after == null ? QUOTA_PAUSE : after, said);
            default ->
                status >= 500 || status < 400 ? new PushOutcome.RetryLater(after, said) : new PushOutcome.Refused(said);
        };
    }

    /** FCM's own code where there is one, else that of Google's APIs. */
    private static String code(@Nullable Object error) {
        for (Object detail : details(error)) {
            String code = Json.text(detail, "errorCode");
            if (code != null) {
                return code;
            }
        }
        String status = Json.text(error, "status");
        return status == null ? "" : status;
    }

    private static boolean isAboutToken(@Nullable Object error) {
        for (Object detail : details(error)) {
            if (detail instanceof Map<?, ?> map && map.get("fieldViolations") instanceof List<?> violations) {
                return violations.stream().allMatch(violation -> "message.token".equals(Json.text(violation, "field")));
            }
        }
        String message = Json.text(error, "message");
        return message != null && message.toLowerCase(Locale.ROOT).contains("registration token");
    }

    private static List<?> details(@Nullable Object error) {
        return error instanceof Map<?, ?> map && map.get("details") instanceof List<?> list ? list : List.of();
    }
}
