package chat.parley.simulation;

import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.StepwiseWriter;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that one run consists of. */
final class World {

    static final int PARTITION = 7;

    private final Shape shape;
    private final boolean strict;
    private final Chance chance;
    private final Trace trace;
    private final SimulatedClock clock = new SimulatedClock();
    private final Scheduler scheduler;
    private final Faults faults;
    private final boolean indexExpires;
    private final Late late;
    private final Late lateAppends;
    private final Reference reference = new Reference(PARTITION);
    private final Members members = new Members();
    private final Checks checks;
    private final SimulatedLog<Entry> conversationLog;
    private final SimulatedLog<DeliveryEvent> deliveryLog;
    private final Stores stores;
    private final Edges edges;

    /** The ports that the production code is given, and the look behind them. */
    private record Stores(
            MessageStore messages,
            Cursors cursors,
            Directory directory,
            PartitionWriter writer,
            Durability durability,
            @Nullable ReplicatedStore replicated,
            @Nullable AtomicStore atomic) {}

    /** @param strict whether the order of inner steps and the exact numbers are checked too, not only the promises */
    World(Shape shape, long seed, boolean strict, @Nullable Consumer<String> traceReader) {
        this.shape = shape;
        this.strict = strict;
        this.chance = new Chance(seed);
        this.trace = new Trace(traceReader);
        this.scheduler = new Scheduler(chance, clock, trace, chance.of(0, 0.3, 0.7, 0.9), (int) chance.of(1, 5, 50));
        this.faults = new Faults(chance);
        this.indexExpires = chance.in(0.5);
        this.late = new Late(chance);
        this.lateAppends = new Late(chance);
        this.checks = Checks.of(this);
        this.conversationLog = new SimulatedLog<>("sends", this, entry -> {
            reference.append(entry);
            checks.answers().appended(entry);
        });
        this.deliveryLog = new SimulatedLog<>("messages", this, _ -> {});
        this.stores = shape == Shape.CLUSTER ? clusterStores() : embeddedStores();
        this.edges = new Edges(this);
    }

    private Stores clusterStores() {
        ReplicatedStore store = new ReplicatedStore(this);
        SimulatedDirectory directory = new SimulatedDirectory(this, members);
        return new Stores(
                store, store, directory, new StepwiseWriter(store, directory, deliveryLog), store, store, null);
    }

    private Stores embeddedStores() {
        AtomicStore store = new AtomicStore(this, members, deliveryLog);
        return new Stores(store, store, store, store, store, null, store);
    }

    Shape shape() {
        return shape;
    }

    boolean strict() {
        return strict;
    }

    Chance chance() {
        return chance;
    }

    Trace trace() {
        return trace;
    }

    SimulatedClock clock() {
        return clock;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Faults faults() {
        return faults;
    }

    /** Whether the index forgets after 45 days, as a store with expiry does. */
    boolean indexExpires() {
        return indexExpires && shape == Shape.CLUSTER;
    }

    /**
     * Whether an owner has to stop at an entry of this log time: the index may have forgotten what it needs to know.
     */
    boolean isTooOldToDecide(long logTimeMillis) {
        return indexExpires() && clock.millis() - logTimeMillis > Havoc.LEAP_WITH_WORK_MILLIS_MAX;
    }

    /** Whether an entry may have an earlier log time than the one before: clocks of different brokers. */
    boolean logTimesFall() {
        return shape == Shape.CLUSTER;
    }

    /** Writes to stores that arrive later. */
    Late late() {
        return late;
    }

    /** Entries that get into the log later. A log gives up on an entry after some seconds: so none is left at the end. */
    Late lateAppends() {
        return lateAppends;
    }

    Reference reference() {
        return reference;
    }

    /** The directory's rosters as they are. */
    Members members() {
        return members;
    }

    Checks checks() {
        return checks;
    }

    SimulatedLog<Entry> conversationLog() {
        return conversationLog;
    }

    SimulatedLog<DeliveryEvent> deliveryLog() {
        return deliveryLog;
    }

    MessageStore messages() {
        return stores.messages;
    }

    Cursors cursors() {
        return stores.cursors;
    }

    Directory directory() {
        return stores.directory;
    }

    PartitionWriter writer() {
        return stores.writer;
    }

    Durability durability() {
        return stores.durability;
    }

    @Nullable
    ReplicatedStore replicated() {
        return stores.replicated;
    }

    @Nullable
    AtomicStore atomic() {
        return stores.atomic;
    }

    Edges edges() {
        return edges;
    }
}
