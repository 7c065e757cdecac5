package chat.parley.push;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.push.PushEvent.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The devices whose sockets ended so that what was told to them of late may not have arrived. */
public final class Silences {

    /** Of 60,000 and more at once, as when a whole network fails, some are woken by what comes next alone. */
    private static final int WAITING_MAX = 65_536;

    private final BlockingQueue<Home> waiting = new LinkedBlockingQueue<>(WAITING_MAX);

    /** Notes one. On any thread; never waits. */
    public void note(UserId user, DeviceId device) {
        var _ = waiting.offer(new Home(user, device));
    }

    /** Takes up to so many. */
    List<Home> take(int max) {
        List<Home> taken = new ArrayList<>();
        waiting.drainTo(taken, max);
        return taken;
    }
}
