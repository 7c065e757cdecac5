package chat.parley.contracts.memory;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushTargets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Devices in a map. */
public final class MemoryTargets implements PushTargets {

    private record Key(UserId user, DeviceId device) {}

    private final Map<Key, PushTarget> targets = new ConcurrentHashMap<>();

    /** A device gets a token. */
    public PushTarget put(String user, String device, Platform platform, String token) {
        PushTarget target = new PushTarget(new UserId(user), new DeviceId(device), platform, token, null);
        targets.put(new Key(target.user(), target.device()), target);
        return target;
    }

    @Override
    public List<PushTarget> of(UserId user) {
        return targets.values().stream()
                .filter(target -> target.user().equals(user))
                .toList();
    }

    @Override
    public void gone(PushTarget target, long atMillis) {
        targets.remove(new Key(target.user(), target.device()), target);
    }
}
