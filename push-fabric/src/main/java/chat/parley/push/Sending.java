package chat.parley.push;

import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import org.jspecify.annotations.Nullable;

/**
 * A wake-up that is under way.
 *
 * @param pending as it was claimed: due again when the claim ends
 * @param before what the device was shown before, null when nothing; the row says meanwhile that it is shown this one, as
 *     it may be, whatever becomes of the answer
 */
record Sending(
        long number,
        Lane lane,
        WakeUp.Key key,
        Pending pending,
        @Nullable Shown before,
        PushTarget target) {}
