package chat.parley.simulation;

import chat.parley.pipeline.Command;
import chat.parley.pipeline.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Wishes for things, some at once, one or the other twice at the same moment, and asks again until it is answered. */
final class Client implements Runnable {

    private static final long PATIENCE_MILLIS = 400;

    private final World world;
    private final Wishes wishes;
    private final int rounds;
    private final int restMillisMax;
    private boolean lastRound;
    private boolean done;

    Client(World world, Wishes wishes, int rounds) {
        this(world, wishes, rounds, 0);
    }

    /** @param restMillisMax how long it says nothing between two rounds, at most */
    Client(World world, Wishes wishes, int rounds, int restMillisMax) {
        this.restMillisMax = restMillisMax;
        this.world = world;
        this.wishes = wishes;
        this.rounds = rounds;
    }

    /** It is to wish for nothing more. */
    void finish() {
        lastRound = true;
    }

    /** Whether it has all its answers. */
    boolean isDone() {
        return done;
    }

    @Override
    public void run() {
        for (int round = 0; round < rounds && !lastRound; round++) {
            List<Request> waiting = new ArrayList<>();
            for (int i = world.chance().between(1, 4); i > 0; i--) {
                Command command = wishes.next();
                for (int copies = world.chance().in(0.15) ? 2 : 1; copies > 0; copies--) {
                    waiting.add(submitted(command));
                }
            }
            while (!waiting.isEmpty()) {
                waiting = unanswered(waiting);
            }
            if (restMillisMax > 0) {
                world.scheduler().await("rest", () -> lastRound, world.chance().below(restMillisMax));
            }
        }
        done = true;
    }

    private Request submitted(Command command) {
        Request request = new Request(command);
        world.chance().of(world.edges().all()).submit(request);
        return request;
    }

    private List<Request> unanswered(List<Request> waiting) {
        world.scheduler().await("wait", () -> waiting.stream().allMatch(Request::isAnswered), PATIENCE_MILLIS);
        world.edges().expire();
        List<Request> still = new ArrayList<>();
        for (Request request : waiting) {
            if (!request.isAnswered()) {
                still.add(request);
            } else if (request.outcome() instanceof Outcome.Unavailable) {
                still.add(submitted(request.command()));
            }
        }
        return still;
    }
}
