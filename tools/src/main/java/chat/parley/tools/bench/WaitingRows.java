package chat.parley.tools.bench;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.WakeUp;
import chat.parley.push.port.WakeUps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes wake-ups that were tried in vain and wait for their next try, each of another user. */
final class WaitingRows {

    private static final int AT_ONCE = 1_000;
    private static final int TRIES = 20;
    private static final ConversationId CONVERSATION = new ConversationId("waiting");
    private static final DeviceId DEVICE = new DeviceId("phone");

    /** Longer than any run: the gateway looks for what is due all the time, and none of these is. */
    private static final Duration UNTIL_DUE = Duration.ofDays(1);

    private final WakeUps rows;
    private final long now;
    private long made;

    WaitingRows(WakeUps rows, long now) {
        this.rows = rows;
        this.now = now;
    }

    /** Adds as many as there are to be. */
    void fill(long count) {
        while (made < count) {
            List<WakeUps.Change> changes = new ArrayList<>(AT_ONCE);
            while (made < count && changes.size() < AT_ONCE) {
                changes.add(next());
            }
            if (!rows.write(changes).isEmpty()) {
                throw new IllegalStateException("a row is there already");
            }
        }
    }

    private WakeUps.Change next() {
        long number = made++;
        WakeUp.Key key = new WakeUp.Key(new UserId("w" + number), DEVICE, CONVERSATION);
        WakeUp.Pending pending = new WakeUp.Pending(
                WakeUp.Kind.SHOW,
                MessageId.snowflake(now, 0, number),
                number + 1,
                now,
                now + UNTIL_DUE.toMillis(),
                TRIES);
        return new WakeUps.Change(key, 0, new WakeUp(key, Platform.APNS, pending, null, 1));
    }
}
