package chat.parley.embedded;

import chat.parley.accounts.Device;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushTargets;
import java.util.ArrayList;
import java.util.List;

/** The devices that have a push token, mostly from memory. */
record StoredPushTargets(StoredDevices devices, TargetCache cache) implements PushTargets {

    @Override
    public List<PushTarget> of(UserId user) {
        return cache.get(user, this::load);
    }

    private List<PushTarget> load(UserId user) {
        List<PushTarget> targets = new ArrayList<>();
        for (Device device : devices.of(user)) {
            Platform platform = device.platform();
            String token = device.pushToken();
            if (platform != null && token != null) {
                targets.add(new PushTarget(user, device.id(), platform, token, device.pushKey()));
            }
        }
        return List.copyOf(targets);
    }

    @Override
    public void gone(PushTarget target, long atMillis) {
        devices.gone(target, atMillis);
    }
}
