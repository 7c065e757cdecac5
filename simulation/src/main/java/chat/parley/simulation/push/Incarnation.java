package chat.parley.simulation.push;

import chat.parley.push.WakeUp;
import java.util.HashMap;
import java.util.Map;

/** One life of a planner or a gateway, from its start to its crash. */
final class Incarnation {

    final String name;
    private final PushWorld world;

    /** When it looked up what it works at now: everything it decides is as of then, or later. */
    long lookedAt;

    long lookedMillis;

    /** When it asked last what is due, which begins with a look at whether the provider is open. */
    long askedAt;

    long askedMillis;

    /** When it began to change rows last. */
    long wroteAt;

    long wroteMillis;

    boolean crashed;

    /** Rows that it has changed and not told of yet, with the highest seq that the change is about. */
    final Map<WakeUp.Key, Long> untold = new HashMap<>();

    Incarnation(String name, PushWorld world) {
        this.name = name;
        this.world = world;
    }

    void looks() {
        lookedAt = world.now();
        lookedMillis = world.clock.millis();
    }
}
