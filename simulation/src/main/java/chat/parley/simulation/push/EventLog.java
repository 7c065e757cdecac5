package chat.parley.simulation.push;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.PushEvent;
import chat.parley.push.port.PushLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The push log; it may not take what it is told, and not say where the work is done. */
final class EventLog implements PushLog {

    private static final int BATCH_MAX = 8;

    private final PushWorld world;
    private final List<Logged<PushEvent>> entries = new ArrayList<>();
    private Position committed = Position.START;

    /** What was to be put here and perhaps never was: nobody is owed anything for it. */
    final Set<PushEvent> dropped = new LinkedHashSet<>();

    EventLog(PushWorld world) {
        this.world = world;
    }

    @Override
    public boolean append(List<PushEvent> events) {
        world.scheduler.step("append", "", events.size());
        if (world.chance.in(world.faults.append())) {
            dropped.addAll(events);
            return switch (world.chance.below(3)) {
                case 0 -> false;
                case 1 -> throw new StoreUnavailable("the disk did not answer");
                default -> {
                    put(events);
                    throw new StoreUnavailable("the disk did not answer in time");
                }
            };
        }
        put(events);
        return true;
    }

    private void put(List<PushEvent> events) {
        for (PushEvent event : events) {
            Position at = new Position(1, entries.size() + 1L);
            long time = entries.isEmpty() ? 0 : entries.getLast().logTimeMillis();
            entries.add(new Logged<>(at, Math.max(time, world.clock.millis()), event));
            world.trace.note(() -> "log " + at + " " + event);
        }
    }

    @Override
    public List<Logged<PushEvent>> read(Position after, int max, Duration wait) {
        world.scheduler.step("read log", "", after.offset());
        if (world.chance.in(world.faults.read())) {
            throw new StoreUnavailable("the disk did not answer");
        }
        world.incarnation().looks();
        int from = (int) after.offset();
        int to = Math.min(entries.size(), from + world.chance.between(1, Math.min(max, BATCH_MAX)));
        return List.copyOf(entries.subList(from, Math.max(from, to)));
    }

    @Override
    public Position committed() {
        return committed;
    }

    @Override
    public void commit(Position position) {
        world.scheduler.step("commit", "", position.offset());
        boolean fails = world.chance.in(world.faults.write());
        if (!fails || world.chance.in(0.5)) {
            committed = position.isAfter(committed) ? position : committed;
        }
        if (fails) {
            throw new StoreUnavailable("the disk did not answer");
        }
    }

    List<PushEvent> events() {
        return entries.stream().map(Logged::entry).toList();
    }

    int size() {
        return entries.size();
    }

    boolean isDone() {
        return committed.offset() == entries.size();
    }
}
