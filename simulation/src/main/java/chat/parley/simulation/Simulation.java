package chat.parley.simulation;

import chat.parley.pipeline.Parcel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the whole pipeline from one seed. The production classes run as they are, over ports that fail in every way
 * in which the real ones may; who goes on at each call of a port, and what goes wrong, is drawn from the seed.
 */
public final class Simulation {

    private static final int CLIENTS = 3;
    private static final int READERS = 2;
    private static final int DEVICES = 2;
    private static final long FAULTY_STEPS_MAX = 1_500;
    private static final long STEPS_MAX = 60_000;

    /** What a run came to; {@code broken} and {@code story} are null when everything held. */
    public record Report(
            long seed,
            Shape shape,
            long steps,
            long entries,
            long traceHash,
            @Nullable Invariant broken,
            @Nullable String story) {}

    private final long seed;
    private final World world;
    private final List<Client> clients = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Havoc havoc;
    private boolean healed;
    private boolean finishing;

    private Simulation(long seed, Shape shape, boolean strict, @Nullable Consumer<String> traceReader) {
        this.seed = seed;
        this.world = new World(shape, seed, strict, traceReader);
        Wishes wishes = new Wishes(world.chance());
        List<Actor> owners = new ArrayList<>();
        List<Actor> processes = new ArrayList<>();
        int copies = shape == Shape.CLUSTER ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            owners.add(world.scheduler().spawn("owner-" + i, new Owner(world)));
            processes.add(world.scheduler().spawn("worker-" + i, new Worker(world, this::deliver)));
        }
        ReceiptIntake receipts = new ReceiptIntake(world);
        processes.add(world.scheduler().spawn("receipts", receipts));
        processes.addAll(owners);
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(world, wishes, world.chance().between(2, 6));
            clients.add(client);
            world.scheduler().spawn("client-" + i, client);
        }
        List<Actor> pausing = new ArrayList<>(processes);
        for (int i = 0; i < READERS; i++) {
            pausing.add(world.scheduler().spawn("reader-" + i, new Reader(world, wishes)));
        }
        for (int i = 0; i < DEVICES; i++) {
            Device device = new Device(world, wishes.user(), receipts);
            devices.add(device);
            pausing.add(world.scheduler().spawn("device-" + i, device));
        }
        this.havoc = new Havoc(world, processes, owners, pausing);
    }

    /**
     * Checks all there is to check.
     *
     * @param traceReader told every step, null when nobody reads
     */
    public static Report run(long seed, @Nullable Consumer<String> traceReader) {
        return new Simulation(seed, shapeOf(seed), true, traceReader).run();
    }

    /** Checks what the system promises to others, and not by which steps it keeps it. */
    public static Report promisesOnly(long seed) {
        return new Simulation(seed, shapeOf(seed), false, null).run();
    }

    private static Shape shapeOf(long seed) {
        return seed % 2 == 0 ? Shape.CLUSTER : Shape.EMBEDDED;
    }

    private Report run() {
        try {
            world.scheduler().run(this::between);
            world.checks().atEnd();
            while (!world.late().isEmpty()) {
                world.late().arrive();
            }
            world.checks().atEnd();
            return report(null, null);
        } catch (Violation e) {
            return report(e.invariant(), e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
    }

    private Report report(@Nullable Invariant broken, @Nullable String story) {
        return new Report(
                seed,
                world.shape(),
                world.trace().steps(),
                world.reference().entries().size(),
                world.trace().hash(),
                broken,
                story);
    }

    private void deliver(Parcel parcel) {
        switch (parcel) {
            case Parcel.NewMessage message -> devices.forEach(device -> device.live(message.message(), message.to()));
            case Parcel.Missed _ -> devices.forEach(Device::look);
            case Parcel.ReceiptGiven _, Parcel.ConversationChanged _, Parcel.ConversationLeft _ -> {
                // A device reads conversations when it connects.
            }
        }
    }

    private void between() {
        havoc.step();
        boolean answered = clients.stream().allMatch(Client::isDone);
        if (!healed && (answered || world.trace().steps() > FAULTY_STEPS_MAX)) {
            healed = true;
            havoc.heal();
        }
        boolean quiet = healed
                && answered
                && world.lateAppends().isEmpty()
                && world.conversationLog().isDone()
                && world.deliveryLog().isDone();
        if (quiet && !finishing) {
            finishing = true;
            devices.forEach(Device::finish);
        }
        if (quiet && finishing && devices.stream().allMatch(Device::isDone)) {
            world.scheduler().end();
        }
        if (world.trace().steps() > STEPS_MAX) {
            throw new Violation(Invariant.DECIDED_IN_THE_END, "still busy after " + STEPS_MAX + " steps");
        }
    }
}
