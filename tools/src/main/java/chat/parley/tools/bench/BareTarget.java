package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** The {@link BareServer} in a JVM of its own. */
final class BareTarget implements Target {

    private final Process process;
    private final Endpoint endpoint;
    private int conversations;

    private BareTarget(Process process, Endpoint endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static BareTarget start(BareServer.Flush flush) {
        Process process = ChildJvm.start(
                List.of("bench", BareCommand.NAME, "--flush", flush.name()), ProcessBuilder.Redirect.PIPE);
        try {
            String port = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (port == null) {
                throw new IllegalStateException("the bare server did not start");
            }
            return new BareTarget(process, Endpoint.local(Integer.parseInt(port)));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    /** It looks at no token; this one is as long as Parley's, for the bytes are sent all the same. */
    @Override
    public Tokens tokens() {
        String token = "x".repeat(150);
        return user -> token;
    }

    @Override
    public ProcessUsage usage() {
        return new ProcessUsage(process.pid());
    }

    @Override
    public String conversation(List<UserId> members) {
        return "bare-" + conversations++;
    }

    @Override
    public void join(Fleet fleet, IntFunction<String> conversationOf) {
        BareJoin.all(fleet, conversationOf);
    }

    @Override
    public void close() {
        ChildJvm.stop(process);
    }
}
