package chat.parley.simulation;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One edge node: a gateway, and whoever waits at it. */
final class Edge {

    private final World world;
    private final KeyCache cache;
    private final List<Request> open = new ArrayList<>();
    private Gateway gateway;

    Edge(World world, KeyCache cache, long incarnation) {
        this.world = world;
        this.cache = cache;
        this.gateway = gateway(incarnation);
    }

    private Gateway gateway(long incarnation) {
        return new Gateway(incarnation, world.conversationLog(), this::conversationOf, world.clock());
    }

    /** No key is used in two conversations here: that is the edge's own question, and asked before the log. */
    private @Nullable ConversationId conversationOf(UserId sender, ClientMsgId key) {
        world.scheduler().step("read sent keys", key.value(), 0);
        return null;
    }

    Gateway gateway() {
        return gateway;
    }

    void submit(Request request) {
        Outcome known = request.command() instanceof Command.Send send ? cache.lookUp(send) : null;
        if (known != null) {
            world.trace().note(() -> "the cache knows " + request.command() + ": " + known);
            request.answer(known);
            return;
        }
        open.removeIf(Request::isAnswered);
        open.add(request);
        gateway.submit(request.command(), 0, outcome -> {
            request.answer(outcome);
            if (request.command() instanceof Command.Send send && outcome instanceof Outcome.Stored stored) {
                cache.remember(send, stored);
            }
        });
    }

    /** All its sockets drop; what it had given to the log is in the log. */
    void crash(long incarnation) {
        gateway = gateway(incarnation);
        open.forEach(request -> request.answer(new Outcome.Unavailable(Duration.ZERO, "the edge is gone")));
        open.clear();
    }
}
