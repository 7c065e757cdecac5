package chat.parley.simulation;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log that every process sees, and whose answers get lost now and then. */
final class SimulatedLog<E> implements Log<E> {

    private static final int BATCH_MAX = 8;

    private final String name;
    private final World world;
    private final Consumer<Logged<E>> onAppend;
    private final List<Logged<E>> entries = new ArrayList<>();
    private Position end = Position.START;
    private Position committed = Position.START;
    private Position saved = Position.START;
    private long logTime;

    /** Of the entries up to this position. */
    private Position committedTimeAt = Position.START;

    private long committedTime;

    SimulatedLog(String name, World world, Consumer<Logged<E>> onAppend) {
        this.name = name;
        this.world = world;
        this.onAppend = onAppend;
    }

    @Override
    public boolean append(E entry) {
        step("append", end.offset());
        if (!world.chance().in(world.faults().logAppend())) {
            put(entry);
            return true;
        }
        switch (world.chance().below(4)) {
            case 0 -> put(entry);
            case 1 -> world.lateAppends().add(() -> put(entry));
            case 2 -> world.trace().note(() -> "the entry is lost");
            default -> {
                return false;
            }
        }
        throw new StoreUnavailable(name + " did not answer");
    }

    /** Puts an entry at the end, in no step of its own. */
    void put(E entry) {
        int gap = world.chance().in(0.05) ? 2 : 1;
        end = new Position(end.generation(), end.offset() + gap);
        long clock = world.clock().millis();
        logTime = world.logTimesFall() ? clock + world.chance().between(-400, 400) : Math.max(logTime, clock);
        Logged<E> logged = new Logged<>(end, logTime, entry);
        entries.add(logged);
        world.trace().note(() -> name + " " + logged);
        onAppend.accept(logged);
    }

    @Override
    public List<Logged<E>> read(Position after, int max, Duration wait) {
        step("read", after.offset());
        Position from = after;
        int most = Math.min(max, world.chance().between(1, BATCH_MAX));
        if (world.chance().in(world.faults().logRead())) {
            switch (world.chance().below(3)) {
                case 0 -> throw new StoreUnavailable(name + " did not answer");
                case 1 -> most = 0;
                default ->
                    from = new Position(
                            after.generation(),
                            Math.max(0, after.offset() - world.chance().between(1, 6)));
            }
        }
        Position first = from;
        return entries.subList(indexAfter(first), entries.size()).stream()
                .filter(entry -> entry.position().isAfter(after)
                        || (entry.position().isAfter(first) && !world.isTooOldToDecide(entry.logTimeMillis())))
                .limit(most)
                .toList();
    }

    /** Of the first entry behind a position. */
    private int indexAfter(Position position) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).position().isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public Position committed() {
        step("committed", committed.offset());
        if (world.chance().in(world.faults().read())) {
            throw new StoreUnavailable(name + " did not answer");
        }
        return committed;
    }

    @Override
    public void commit(Position position) {
        step("commit", position.offset());
        boolean unsure = world.chance().in(world.faults().logAppend());
        if (!unsure || world.chance().in(0.5)) {
            committed = position.isAfter(committed) ? position : committed;
        }
        if (unsure) {
            throw new StoreUnavailable(name + " did not answer");
        }
    }

    /** The log is replaced by an empty one, after all of it was dealt with. */
    void nextGeneration() {
        end = new Position(end.generation() + 1, 0);
    }

    /** What is not stored is lost with the memory it was in; a position that was given out is never given out again. */
    void forgetAfter(Position stored) {
        entries.removeIf(entry -> entry.position().isAfter(stored));
        end = new Position(end.generation(), end.offset() + 10);
        committed = end;
    }

    /** Where the work is done is stored from here on, and not before. */
    void saveCommitted() {
        saved = committed;
    }

    /** What was not saved of it is forgotten, and done again. */
    void forgetCommitted() {
        committed = saved;
    }

    Position end() {
        return end;
    }

    boolean isDone() {
        return entries.isEmpty() || !entries.getLast().position().isAfter(committed);
    }

    /** Log time of the last entry that is dealt with, 0 when there is none. */
    long committedLogTime() {
        if (committedTimeAt.isAfter(committed)) {
            committedTimeAt = Position.START;
            committedTime = 0;
        }
        for (Logged<E> entry : entries.subList(indexAfter(committedTimeAt), indexAfter(committed))) {
            committedTime = Math.max(committedTime, entry.logTimeMillis());
        }
        committedTimeAt = committed;
        return committedTime;
    }

    Position committedNow() {
        return committed;
    }

    private void step(String what, long number) {
        world.scheduler().step(what, name, number);
    }
}
