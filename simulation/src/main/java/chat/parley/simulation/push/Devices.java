package chat.parley.simulation.push;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import chat.parley.push.port.Homes;
import chat.parley.push.port.PushTargets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The facts of devices, as the push fabric's ports show them. */
final class Devices implements Homes, PushTargets {

    private final PushWorld world;

    Devices(PushWorld world) {
        this.world = world;
    }

    @Override
    public Set<DeviceId> connected(UserId user) {
        return world.facts.devices.stream()
                .filter(one -> one.user().equals(user) && one.connected().now())
                .map(Facts.Device::id)
                .collect(Collectors.toSet());
    }

    @Override
    public List<PushTarget> of(UserId user) {
        return world.facts.devices.stream()
                .filter(one -> one.user().equals(user) && !one.token().now().isEmpty())
                .map(one -> new PushTarget(
                        user, one.id(), one.platform(), one.token().now(), null))
                .toList();
    }

    @Override
    public void gone(PushTarget target, long atMillis) {
        world.scheduler.step("token gone", target.device().value(), 0);
        Timeline<String> token =
                world.facts.device(target.user(), target.device()).token();
        if (token.now().equals(target.token())) {
            token.set(world.now(), "");
        }
    }
}
