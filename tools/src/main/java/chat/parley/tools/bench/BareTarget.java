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

/** A server of the baselines, in a JVM of its own: the {@link BareServer}, or Parley's listener with an echo. */
final class BareTarget implements Target {

    private final Process process;
    private final Endpoint endpoint;
    private final boolean echoes;
    private int conversations;

    private BareTarget(Process process, Endpoint endpoint, boolean echoes) {
        this.process = process;
        this.endpoint = endpoint;
        this.echoes = echoes;
    }

    static BareTarget start(BareServer.Flush flush) {
        return start(List.of("bench", BareCommand.NAME, "--flush", flush.name()), false);
    }

    static BareTarget startEcho() {
        return start(List.of("bench", EchoCommand.NAME), true);
    }

    private static BareTarget start(List<String> command, boolean echoes) {
        Process process = ChildJvm.start(command, ProcessBuilder.Redirect.PIPE);
        try {
            String port = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (port == null) {
                throw new IllegalStateException("the bare server did not start");
            }
            return new BareTarget(process, Endpoint.local(Integer.parseInt(port)), echoes);
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
    public boolean echoes() {
        return echoes;
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
