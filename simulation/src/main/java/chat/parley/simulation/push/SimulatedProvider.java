package chat.parley.simulation.push;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One gateway's way to a service. */
final class SimulatedProvider implements PushProvider {

    private final Services.Service service;
    private final Incarnation owner;
    private final PushWorld world;

    SimulatedProvider(Services.Service service, Incarnation owner, PushWorld world) {
        this.service = service;
        this.owner = owner;
        this.world = world;
    }

    @Override
    public Platform platform() {
        return service.platform;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        world.scheduler.step("send", target.device().value(), 0);
        return service.take(owner, target, notification);
    }

    @Override
    public long closedUntil() {
        return service.closedUntil.now();
    }

    @Override
    public List<Finding> examine() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
