package chat.parley.providers.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.providers.Json;
import chat.parley.providers.Payload;
import chat.parley.push.Notification;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;

/** Makes the request of RFC 8030 for a notification. */
final class Envelope {

    /** Push services keep nothing for more than four weeks. */
    private static final long TTL_SECONDS_MAX = 28L * 24 * 60 * 60;

    /** 32 characters, the most that a topic may have (RFC 8030, 5.4). */
    private static final int TOPIC_BYTES = 24;

    private final Vapid vapid;
    private final Clock clock;

    Envelope(Vapid vapid, Clock clock) {
        this.vapid = vapid;
        this.clock = clock;
    }

    /** @throws GeneralSecurityException when nothing can be encrypted for the subscription's key */
    HttpRequest request(Subscription subscription, Notification notification) throws GeneralSecurityException {
        HttpRequest.Builder request = HttpRequest.newBuilder(subscription.endpoint())
                .header("TTL", Long.toString(ttlSeconds(notification)))
                .header("Urgency", notification instanceof Notification.Clear ? "normal" : "high")
                .header("Topic", topic(subscription, notification))
                .header("User-Agent", "Parley")
                .header("Authorization", vapid.authorization(subscription.origin()));
        Subscription.Keys keys = subscription.keys();
        if (keys == null) {
            return request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Payload.open(notification))))
                    .build();
        }
        byte[] payload = Payload.json(notification, MessageEncryption.PLAINTEXT_BYTES_MAX);
        return request.header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "aes128gcm")
                .POST(HttpRequest.BodyPublishers.ofByteArray(MessageEncryption.encrypt(payload, keys)))
                .build();
    }

    private long ttlSeconds(Notification notification) {
        long seconds = (notification.expiresAt() - clock.millis()) / 1000;
        return Math.clamp(seconds, 0, TTL_SECONDS_MAX);
    }

    /**
     * The same for all of a conversation, so that the service keeps the latest alone; another for each device, so that the
     * service does not see who are in one conversation.
     */
    private static String topic(Subscription subscription, Notification notification) throws GeneralSecurityException {
        String of = switch (notification) {
            case Notification.Show show -> show.conversation().value();
            case Notification.Clear clear -> clear.conversation().value();
            // No conversation has this name: it holds a space.
            case Notification.Test _ -> "a test";
        };
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Subscription.Keys keys = subscription.keys();
        sha256.update(keys == null ? subscription.endpoint().toString().getBytes(UTF_8) : keys.auth());
        byte[] hash = sha256.digest(of.getBytes(UTF_8));
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TOPIC_BYTES));
    }
}
