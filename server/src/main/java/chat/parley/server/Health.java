package chat.parley.server;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Whether this process takes traffic: every loop runs, and it is not on its way out. */
final class Health implements BooleanSupplier {

    private final List<Loop> loops;
    private volatile boolean draining;

    Health(List<Loop> loops) {
        this.loops = List.copyOf(loops);
    }

    void drain() {
        draining = true;
    }

    @Override
    public boolean getAsBoolean() {
        return !draining && loops.stream().allMatch(loop -> loop.state() == Loop.State.RUNNING);
    }
}
