package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Backoff;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.RestClient;
import chat.parley.tools.client.ServerProcess;
import chat.parley.tools.client.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Parley itself, embedded, with an empty data directory. */
final class ParleyTarget implements Target {

    private final Workplace workplace;
    private final ServerProcess server;
    private final Tokens tokens;
    private final RestClient rest;

    private ParleyTarget(Workplace workplace, ServerProcess server, Tokens tokens) {
        this.workplace = workplace;
        this.server = server;
        this.tokens = tokens;
        this.rest = new RestClient(server.endpoint(), Duration.ofSeconds(10), Backoff.quick(new Random()));
    }

    /**
     * Without limits, for it is not the limiter that is to be measured.
     *
     * @param javaOptions for its JVM, beside those of this one
     */
    static ParleyTarget start(Tokens.Source source, List<String> javaOptions) {
        return start(source, javaOptions, List.of("--limits", "off"));
    }

    /** With the limits that are the default. */
    static ParleyTarget startLimited(Tokens.Source source, List<String> javaOptions) {
        return start(source, javaOptions, List.of());
    }

    private static ParleyTarget start(Tokens.Source source, List<String> javaOptions, List<String> words) {
        Workplace workplace = Workplace.make();
        try {
            ServerProcess server = ServerProcess.start(workplace.path().resolve("data"), 0, javaOptions, words);
            return new ParleyTarget(workplace, server, source.of(server.data()));
        } catch (RuntimeException e) {
            workplace.close();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public ProcessUsage usage() {
        return new ProcessUsage(server.pid());
    }

    String fileSystem() {
        return workplace.fileSystem();
    }

    @Override
    public String conversation(List<UserId> members) {
        String token = tokens.tokenFor(members.getFirst());
        List<String> others = members.stream().skip(1).map(UserId::value).toList();
        return others.size() == 1
                ? rest.direct(token, others.getFirst()).id()
                : rest.createGroup(token, "bench", others, "bench").id();
    }

    @Override
    public void close() {
        rest.close();
        server.close();
        workplace.close();
    }
}
