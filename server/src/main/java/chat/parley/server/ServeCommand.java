package chat.parley.server;

import chat.parley.server.config.ConfigSources;
import chat.parley.server.config.Settings;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to end. */
@Command(
        name = "serve",
        description = "Run the server. It needs nothing but its data directory.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nEach setting is also PARLEY_NAME in the environment (as PARLEY_PORT) and a key of the"
                + " properties file;%na flag wins over the environment, the environment over the file. parley config"
                + " shows what is in force.%n%nOn SIGTERM it takes no new sockets, finishes what is under way and exits"
                + " with 0 within 10 s.%n")
final class ServeCommand implements Callable<Integer> {

    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    private final ConfigSources sources;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    @Option(
            names = "--train",
            hidden = true,
            description = "Exercise the server once and end, to record the AOT cache.")
    boolean train;

    ServeCommand(ConfigSources sources) {
        this.sources = sources;
    }

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        settings.validated();
        Logging.use(settings.logFormat(), settings.logLevel());
        sources.unknownVariables().forEach(name -> LOG.log(System.Logger.Level.WARNING, name + " is no setting"));
        Server server = Server.start(settings);
        if (train) {
            Training.exercise(settings, server);
            server.stop();
            return 0;
        }
        Thread ending = Thread.ofPlatform().unstarted(() -> {
            server.stop();
            // The JVM would report the signal; an orderly end is no failure.
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(ending);
        var out = command.commandLine().getOut();
        out.println("Parley listens on " + url(server.address(), settings.tlsCert() != null) + ", its data in "
                + settings.data()
                + ", as process " + ProcessHandle.current().pid()
                + (settings.fsync() ? "" : " (without fsync)"));
        out.println("Try: ./parley chat ann --with bob" + hint(server)
                + "   and in another terminal: ./parley chat bob --with ann" + hint(server));
        out.flush();
        Thread.currentThread().join();
        return 0;
    }

    private String hint(Server server) {
        boolean usual = settings.port() == 8080 && settings.tlsCert() == null;
        String url = usual ? "" : " --url " + url(server.address(), settings.tlsCert() != null);
        return url + (settings.data().toString().equals("./data") ? "" : " --data " + settings.data());
    }

    private static String url(InetSocketAddress address, boolean tls) {
        String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getHostString();
        return (tls ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address.getPort();
    }
}
