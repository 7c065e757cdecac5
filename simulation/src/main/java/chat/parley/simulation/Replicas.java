package chat.parley.simulation;

import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Three replicas that are written and read by two, as Cassandra's at quorum: a write that times out has reached some of
 * them, reaches others later, or never.
 */
final class Replicas {

    private static final int COUNT = 3;
    private static final int QUORUM = 2;

    private final World world;
    private final List<Replica> all = new ArrayList<>();

    Replicas(World world) {
        this.world = world;
        for (int i = 0; i < COUNT; i++) {
            all.add(new Replica());
        }
    }

    List<Replica> all() {
        return all;
    }

    /** @throws StoreUnavailable when fewer than two have said that they took it */
    void write(String what, String subject, long number, Consumer<Replica> write) {
        Chance chance = world.chance();
        List<Replica> now = shuffled();
        boolean timesOut = chance.in(world.faults().write());
        int reached = timesOut ? chance.below(COUNT) : COUNT;
        while (now.size() > reached) {
            Replica missed = now.removeLast();
            later(missed, write, 0.6);
        }
        now.removeIf(replica -> replica.down() && later(replica, write, 0.8));
        if (now.size() > QUORUM && chance.in(world.faults().late())) {
            later(now.removeLast(), write, 0.9);
        }
        int taken = 0;
        try {
            for (Replica replica : now) {
                if (taken < QUORUM) {
                    world.scheduler().step(what, subject, number);
                }
                write.accept(replica);
                taken++;
            }
        } catch (Crash crash) {
            now.subList(taken, now.size()).forEach(replica -> later(replica, write, 0.5));
            throw crash;
        }
        if (timesOut || taken < QUORUM) {
            world.scheduler().step("timed out", subject, number);
            throw new StoreUnavailable(what + " timed out");
        }
    }

    /** Has two of them read, one after the other. */
    void read(String what, String subject, Consumer<Replica> read) {
        world.scheduler().step(what, subject, 0);
        List<Replica> up = shuffled();
        up.removeIf(Replica::down);
        if (up.size() < QUORUM || world.chance().in(world.faults().read())) {
            throw new StoreUnavailable(what + " timed out");
        }
        read.accept(up.get(0));
        if (world.chance().in(0.04)) {
            world.scheduler().await("slow replica", () -> false, world.chance().below(500));
        } else if (world.chance().in(0.5)) {
            world.scheduler().step(what, subject, 1);
        }
        read.accept(up.get(1));
    }

    private boolean later(Replica replica, Consumer<Replica> write, double arrives) {
        if (world.chance().in(arrives)) {
            world.late().add(() -> write.accept(replica));
        }
        return true;
    }

    private List<Replica> shuffled() {
        List<Replica> rest = new ArrayList<>(all);
        List<Replica> order = new ArrayList<>(COUNT);
        while (!rest.isEmpty()) {
            order.add(rest.remove(world.chance().below(rest.size())));
        }
        return order;
    }
}
