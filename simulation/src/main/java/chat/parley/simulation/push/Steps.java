package chat.parley.simulation.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.Trace;
import chat.parley.push.WakeUp;
import chat.parley.push.port.TraceRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ways of messages, with who told of them and as of when. */
final class Steps implements TraceRecords {

    /** @param from when what it says may have been looked up first; {@code to} when it was told */
    record Told(Trace trace, long from, long to) {}

    private final PushWorld world;
    private final List<Told> all = new ArrayList<>();

    /** Up to which seq rows were changed by somebody who ended before he could tell. */
    private final Map<WakeUp.Key, Long> untold = new HashMap<>();

    Steps(PushWorld world) {
        this.world = world;
    }

    @Override
    public void record(Collection<Trace> steps) {
        Incarnation by = world.incarnation();
        world.scheduler.step("record", "", steps.size());
        boolean fails = world.chance.in(world.faults.write());
        if (!fails || world.chance.in(0.5)) {
            for (Trace step : steps) {
                world.trace.note(() -> "told " + step);
                all.add(new Told(step, by.lookedAt, world.now()));
            }
        }
        if (fails) {
            stopped(by);
            throw new StoreUnavailable("the disk did not answer");
        }
        by.untold.clear();
    }

    /** Somebody was stopped in the middle of his work. */
    void stopped(Incarnation who) {
        who.untold.forEach((key, seq) -> untold.merge(key, seq, Math::max));
        who.untold.clear();
    }

    boolean mayBeUntold(WakeUp.Key key, long seq) {
        return untold.getOrDefault(key, -1L) >= seq;
    }

    List<Told> of(WakeUp.Key key, MessageId message) {
        return all.stream()
                .filter(told -> told.trace().message().equals(message)
                        && told.trace().conversation().equals(key.conversation())
                        && told.trace().user().equals(key.user())
                        && key.device().equals(told.trace().device()))
                .toList();
    }

    @Override
    public List<Trace> of(ConversationId conversation, MessageId message) {
        return all.stream()
                .map(Told::trace)
                .filter(step -> step.conversation().equals(conversation)
                        && step.message().equals(message))
                .toList();
    }

    @Override
    public void removeBefore(long millis) {
        // A run is shorter than what is kept.
    }
}
