package chat.parley.providers.apns;

import chat.parley.push.PushOutcome;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import java.time.Duration;

/** What Apple's answers mean: the table in docs/push.md. */
final class ApnsAnswer {

    /** Apple wants a new provider token no more often than each 20 minutes; it is the old one again before that. */
    private static final Duration TOO_MANY_TOKENS = Duration.ofMinutes(5);

    private ApnsAnswer() {}

    static final String EXPIRED = "ExpiredProviderToken";

    /**
     * Apple's words for what concerns topics, in "Handling notification responses from APNs": {@code BadTopic}, "The
     * apns-topic value is invalid"; {@code TopicDisallowed}, "Pushing to this topic is not allowed"; {@code
     * DeviceTokenNotForTopic}, "The device token doesn't match the specified topic". The first two are said of the setting
     * alone. The third may be the device's fault or the setting's: a device that belongs to another app is dropped, as Apple
     * wants it ("Don't retry"), but where the topic is wrong that is said of each device, and would cost all of them. So
     * it is the device's only where Apple has taken something for the topic.
     *
     * @param isTopicTaken whether Apple has taken a notification for the topic since this process began
     */
    static PushOutcome of(PushNotificationResponse<?> response, boolean isTopicTaken) {
        if (response.isAccepted()) {
            return new PushOutcome.Accepted(
                    response.getApnsId() == null ? null : response.getApnsId().toString());
        }
        int status = response.getStatusCode();
        String reason = response.getRejectionReason().orElse("");
        String said = (status + " " + reason).strip();
        return switch (reason) {
            case "BadDeviceToken", "MissingDeviceToken", "Unregistered", "ExpiredToken" ->
                new PushOutcome.TokenGone(said);
            case "DeviceTokenNotForTopic" -> isTopicTaken ? new PushOutcome.TokenGone(said) : wrongTopic(said);
            case "BadTopic", "TopicDisallowed", "MissingTopic" -> wrongTopic(said);
            case "TooManyProviderTokenUpdates" -> new PushOutcome.RetryLater(TOO_MANY_TOKENS, said);
            case "IdleTimeout" -> new PushOutcome.RetryLater(null, said);
            default -> byStatus(status, said);
        };
    }

    private static PushOutcome wrongTopic(String said) {
        return new PushOutcome.BadCredentials(said + ": push-apns-topic is not the app's bundle id, or not ours");
    }

    /** Reasons that Apple adds one day. */
    private static PushOutcome byStatus(int status, String said) {
        return switch (status) {
            case 410 -> new PushOutcome.TokenGone(said);
            case 401, 403 -> new PushOutcome.BadCredentials(said + ": the key, its id, the team or the certificate");
            case 408, 429 -> new PushOutcome.RetryLater(null, said);
            default ->
                status >= 500 || status < 400 ? new PushOutcome.RetryLater(null, said) : new PushOutcome.Refused(said);
        };
    }
}
