package chat.parley.simulation;

import chat.parley.pipeline.InvariantBroken;
import chat.parley.pipeline.PartitionOwner;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;

/** Runs the production owner of the partition, and begins anew after each crash. */
final class Owner implements Runnable {

    private static final long IDLE_MILLIS = 50;

    private final World world;

    Owner(World world) {
        this.world = world;
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
        Sequencer sequencer =
                new Sequencer(World.PARTITION, world.messages(), world.directory(), world.writer(), world.edges());
        PartitionOwner owner = new PartitionOwner(world.conversationLog(), sequencer);
        while (true) {
            try {
                if (owner.step(Duration.ZERO) == 0) {
                    var end = world.conversationLog().end();
                    world.scheduler()
                            .await("idle", () -> world.conversationLog().end().isAfter(end), IDLE_MILLIS);
                }
            } catch (StoreUnavailable e) {
                world.trace().note(() -> "again: " + e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }
}
