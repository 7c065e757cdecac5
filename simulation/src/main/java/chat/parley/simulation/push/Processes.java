package chat.parley.simulation.push;

import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Planner;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.PushGateway;
import chat.parley.push.PushIntake;
import chat.parley.simulation.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What runs the classes of the push fabric, and begins anew after each crash. */
final class Processes {

    private static final long REST_MILLIS_MAX = 60_000;

    private final PushWorld world;

    Processes(PushWorld world) {
        this.world = world;
    }

    /** One step of something, and how long there is nothing to do after one that did nothing. */
    private interface Life {
        void live(Incarnation incarnation) throws InterruptedException;
    }

    /** Tells of what the pipeline has, in its order; what it is not sure to have told it tells again. */
    void tell() {
        again(incarnation -> {
            PushIntake intake = world.intake();
            Delivery delivery = intake.around(parcels -> deliver(intake, parcels));
            while (true) {
                int from = world.told;
                int to = Math.min(world.parcels.size(), from + world.chance.between(1, 4));
                if (from < to) {
                    delivery.deliver(List.copyOf(world.parcels.subList(from, to)));
                    world.scheduler.step("told", "", to);
                    world.told = to;
                } else {
                    world.scheduler.await("idle", () -> world.parcels.size() > from, REST_MILLIS_MAX);
                }
            }
        });
    }

    private void deliver(PushIntake intake, List<Parcel> parcels) {
        world.scheduler.step("deliver", "", parcels.size());
        for (Parcel parcel : parcels) {
            if (parcel instanceof Parcel.NewMessage(var message, var to, var _)) {
                List<Home> live = new ArrayList<>();
                to.forEach(user -> world.devices.connected(user).stream()
                        .sorted()
                        .forEach(device -> live.add(new Home(user, device))));
                intake.told(message, live, live.size());
            }
        }
    }

    void plan() {
        again(incarnation -> {
            Planner planner = world.planner();
            while (true) {
                int known = world.log.size();
                if (!attempt(incarnation, () -> planner.step(Duration.ZERO))) {
                    long pause = planner.pause().toMillis();
                    world.scheduler.await(
                            "idle", () -> world.log.size() > known && pause == 0, pause == 0 ? REST_MILLIS_MAX : pause);
                }
            }
        });
    }

    void send() {
        again(incarnation -> {
            PushGateway gateway = world.gateway(incarnation);
            while (true) {
                long changes = world.rows.changes();
                long answers = world.services.answers();
                if (!attempt(incarnation, () -> gateway.step(Duration.ZERO))) {
                    long next = world.rows.nextDue() - world.clock.millis();
                    world.scheduler.await(
                            "idle",
                            () -> world.rows.changes() != changes || world.services.answers() != answers,
                            Math.max(250, Math.min(next, REST_MILLIS_MAX)));
                }
            }
        });
    }

    private interface Attempt {
        int step() throws InterruptedException;
    }

    /** @return whether there was something to do */
    private boolean attempt(Incarnation incarnation, Attempt attempt) throws InterruptedException {
        try {
            return attempt.step() > 0;
        } catch (StoreUnavailable e) {
            world.trace.note(() -> "again: " + e.getMessage());
            world.steps.stopped(incarnation);
            return true;
        }
    }

    private void again(Life life) {
        while (true) {
            Incarnation incarnation = world.reborn();
            try {
                life.live(incarnation);
            } catch (Crash crash) {
                incarnation.crashed = true;
                world.steps.stopped(incarnation);
                world.scheduler.current().reborn();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }
}
