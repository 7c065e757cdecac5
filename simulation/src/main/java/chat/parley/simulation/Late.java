package chat.parley.simulation;

import java.util.ArrayList;
import java.util.List;

/** Writes that are under way somewhere: they arrive at any later time, in any order, or never. */
final class Late {

    private static final int WAITING_MAX = 200;

    private final Chance chance;
    private final List<Runnable> writes = new ArrayList<>();

    Late(Chance chance) {
        this.chance = chance;
    }

    void add(Runnable write) {
        writes.add(write);
        if (writes.size() > WAITING_MAX) {
            arrive();
        }
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    void arrive() {
        writes.remove(chance.below(writes.size())).run();
    }
}
