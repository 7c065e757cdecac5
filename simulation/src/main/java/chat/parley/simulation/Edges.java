package chat.parley.simulation;

import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Results;
import java.util.List;

/** All edge nodes, and the way back to them. */
final class Edges implements Results {

    private final World world;
    private final KeyCache cache;
    private final List<Edge> all;
    private long incarnations = 2;

    Edges(World world) {
        this.world = world;
        this.cache = new KeyCache(world.clock());
        this.all = List.of(new Edge(world, cache, 1), new Edge(world, cache, 2));
    }

    List<Edge> all() {
        return all;
    }

    void crash(Edge edge) {
        edge.crash(++incarnations);
    }

    void emptyCache() {
        cache.empty();
    }

    /** Answers those who have waited too long. */
    void expire() {
        all.forEach(edge -> edge.gateway().expire());
    }

    @Override
    public void answer(ReplyTo to, Outcome outcome) {
        world.scheduler().step("answer", outcome.getClass().getSimpleName(), to.request());
        world.checks().answers().answered(to, outcome);
        if (!world.chance().in(world.faults().lostAnswer())) {
            all.forEach(edge -> edge.gateway().answer(to, outcome));
        }
    }
}
