package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.pipeline.DeliveryWorker;
import chat.parley.pipeline.InvariantBroken;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the production delivery worker, and begins anew after each crash. */
final class Worker implements Runnable, Delivery {

    private static final long IDLE_MILLIS = 50;

    private final World world;
    private final Consumer<Parcel> sockets;
    private Map<ConversationId, Position> stepBegan = Map.of();

    /** @param sockets whoever is connected */
    Worker(World world, Consumer<Parcel> sockets) {
        this.world = world;
        this.sockets = sockets;
    }

    @Override
    public void run() {
        while (true) {
            try {
                live();
            } catch (Crash crash) {
                world.scheduler().current().reborn();
            } catch (InvariantBroken e) {
                throw new Violation(Invariant.PARTITION_GOES_ON, e.toString(), e);
            } catch (StoreUnavailable e) {
                world.trace().note(() -> "no start: " + e.getMessage());
            }
        }
    }

    private void live() {
        DeliveryWorker worker = new DeliveryWorker(world.deliveryLog(), world.directory(), this, world.clock());
        while (true) {
            try {
                stepBegan = world.checks().deliveries().versions();
                if (worker.step(Duration.ZERO) == 0) {
                    idle();
                }
            } catch (StoreUnavailable e) {
                world.trace().note(() -> "again: " + e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }

    private void idle() {
        var end = world.deliveryLog().end();
        world.scheduler().await("idle", () -> world.deliveryLog().end().isAfter(end), IDLE_MILLIS);
    }

    @Override
    public void deliver(List<Parcel> parcels) {
        world.scheduler().step("deliver", "", parcels.size());
        world.checks().deliveries().delivered(parcels, stepBegan);
        parcels.forEach(sockets);
    }
}
