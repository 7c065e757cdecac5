package chat.parley.push.port;

import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import java.util.List;

/** The devices that can be woken. Asked for each member of each message: most have to be known without a look at a disk. */
public interface PushTargets {

    /** Those of a user, in no order. */
    List<PushTarget> of(UserId user);

    /**
     * The provider does not know the device any more: it has no push token from now on, and its user is told since when,
     * unless it got another one meanwhile.
     */
    void gone(PushTarget target, long atMillis);
}
