package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.Tokens;
import java.util.List;
import java.util.function.IntFunction;

/** The bare server in the test's own JVM: the load generators do not see the difference. */
final class BareInProcess implements Target {

    private final BareServer server;

    BareInProcess(BareServer.Flush flush) throws InterruptedException {
        server = BareServer.start(flush);
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.local(server.port());
    }

    @Override
    public Tokens tokens() {
        return user -> "token";
    }

    @Override
    public ProcessUsage usage() {
        return new ProcessUsage(ProcessHandle.current().pid());
    }

    @Override
    public String conversation(List<UserId> members) {
        return "c-" + members.getFirst();
    }

    @Override
    public void join(Fleet fleet, IntFunction<String> conversationOf) {
        BareJoin.all(fleet, conversationOf);
    }

    @Override
    public void close() {
        server.close();
    }
}
