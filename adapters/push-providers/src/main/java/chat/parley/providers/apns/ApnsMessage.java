package chat.parley.providers.apns;

import chat.parley.providers.Graphemes;
import chat.parley.providers.Json;
import chat.parley.providers.Payload;
import chat.parley.push.Notification;
import chat.parley.push.PushTarget;
import com.eatthepath.pushy.apns.ApnsPushNotification;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A notification in Apple's form: {@code aps} for the system, {@code parley} for the app. */
final class ApnsMessage {

    static final int BYTES_MAX = 4_096;

    private static final int NAME_BYTES_MAX = 256;

    private ApnsMessage() {}

    static ApnsPushNotification of(PushTarget target, Notification notification, String topic) {
        boolean quiet = notification instanceof Notification.Clear;
        return new SimpleApnsPushNotification(
                target.token(),
                topic,
                new String(payload(target, notification), StandardCharsets.UTF_8),
                Instant.ofEpochMilli(notification.expiresAt()),
                quiet ? DeliveryPriority.CONSERVE_POWER : DeliveryPriority.IMMEDIATE,
                quiet ? PushType.BACKGROUND : PushType.ALERT,
                collapseId(notification));
    }

    /** A conversation's id: it has 64 bytes at most, as Apple wants. What is to go replaces what is still to be shown. */
    private static @Nullable String collapseId(Notification notification) {
        return switch (notification) {
            case Notification.Show show -> show.conversation().value();
            case Notification.Clear clear -> clear.conversation().value();
            case Notification.Test _ -> null;
        };
    }

    static byte[] payload(PushTarget target, Notification notification) {
        Map<String, Object> aps = new LinkedHashMap<>();
        Map<String, Object> app = Payload.open(notification);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("aps", aps);
        all.put("parley", app);
        switch (notification) {
            case Notification.Show show -> {
                aps.put("badge", show.badge());
                aps.put("sound", "default");
                aps.put("thread-id", show.conversation().value());
                aps.put("mutable-content", 1);
                String pushKey = target.pushKey();
                if (pushKey == null) {
                    addAlert(aps, show, all);
                } else {
                    aps.put("alert", Map.of("body", Payload.NEW_MESSAGE));
                    Payload.addSealed(app, show, pushKey, BYTES_MAX - Json.bytes(all).length);
                }
            }
            // Alone: Apple may drop a push of the background that has a badge. The app has the number to set it by.
            case Notification.Clear _ -> aps.put("content-available", 1);
            case Notification.Test test -> {
                aps.put("badge", test.badge());
                aps.put("alert", Map.of("title", "Parley", "body", "Notifications work."));
            }
        }
        return Json.bytes(all);
    }

    private static void addAlert(Map<String, Object> aps, Notification.Show show, Map<String, Object> all) {
        Map<String, Object> alert = new LinkedHashMap<>();
        String title = show.title() != null ? show.title() : show.sender();
        if (title != null) {
            alert.put("title", Graphemes.shorten(title, NAME_BYTES_MAX));
        }
        if (show.title() != null && show.sender() != null) {
            alert.put("subtitle", Graphemes.shorten(show.sender(), NAME_BYTES_MAX));
        }
        alert.put("body", "");
        aps.put("alert", alert);
        String body = show.text() != null ? show.text() : Payload.summary(show);
        alert.put("body", Graphemes.shorten(body, BYTES_MAX - Json.bytes(all).length));
    }
}
