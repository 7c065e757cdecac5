package chat.parley.simulation.push;

import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.WakeUp;
import java.util.concurrent.CompletableFuture;

/**
 * A notification that came to a service.
 *
 * @param claimedMillis when its sender wrote down that it is under way
 * @param answerMillis when the service answers
 */
record Sent(
        WakeUp.Key key,
        String token,
        Notification notification,
        Incarnation by,
        long step,
        long lookedMillis,
        long claimedMillis,
        PushOutcome outcome,
        long answerMillis,
        CompletableFuture<PushOutcome> answer) {

    boolean accepted() {
        return outcome instanceof PushOutcome.Accepted;
    }

    @Override
    public String toString() {
        return notification + " to " + key.device() + " by " + by.name + " at step " + step + ": " + outcome;
    }
}
