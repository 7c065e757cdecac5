package chat.parley.providers.apns;

import chat.parley.providers.BadSetting;
import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.ApnsClientMetricsListener;
import com.eatthepath.pushy.apns.ApnsPushNotification;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Hands notifications to pushy, to another client of it whenever one finds no connection. Pushy keeps what it was given
 * until it has one, though whoever sent it has long given up, and then sends all of it: also what was read meanwhile, and
 * what was sent anew. So what waits ends with the client that it was given to. The pauses that a client makes between its
 * tries to connect, up to a minute, end with it too; those of the circuit breaker are enough.
 */
final class ApnsCourier {

    private static final System.Logger LOG = System.getLogger(ApnsCourier.class.getName());

    private final ApnsClientBuilder builder;
    private ApnsClient client;
    private boolean closed;

    /** @throws BadSetting when no client can be made of the settings */
    ApnsCourier(ApnsClientBuilder builder) {
        this.builder = builder.setMetricsListener(new Failures());
        client = ApnsConnection.client(builder);
    }

    CompletableFuture<PushNotificationResponse<ApnsPushNotification>> send(ApnsPushNotification notification) {
        return current().sendNotification(notification);
    }

    private synchronized ApnsClient current() {
        return client;
    }

    private synchronized void replace(ApnsClient failed) {
        if (closed || !failed.equals(client)) {
            return;
        }
        try {
            client = ApnsConnection.client(builder);
        } catch (BadSetting e) {
            LOG.log(System.Logger.Level.WARNING, "no new connection to APNs can be tried: " + e.getMessage());
            return;
        }
        var _ = failed.close();
    }

    /** @return is done when nothing is under way any more */
    synchronized CompletableFuture<Void> close() {
        closed = true;
        return client.close();
    }

    private final class Failures implements ApnsClientMetricsListener {

        @Override
        public void handleConnectionCreationFailed(ApnsClient failed) {
            replace(failed);
        }

        @Override
        public void handleWriteFailure(ApnsClient of, long notification) {}

        @Override
        public void handleNotificationSent(ApnsClient of, long notification) {}

        @Override
        public void handleNotificationAccepted(ApnsClient of, long notification) {}

        @Override
        public void handleNotificationRejected(ApnsClient of, long notification) {}

        @Override
        public void handleConnectionAdded(ApnsClient of) {}

        @Override
        public void handleConnectionRemoved(ApnsClient of) {}
    }
}
