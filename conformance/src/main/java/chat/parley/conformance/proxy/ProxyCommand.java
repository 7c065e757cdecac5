package chat.parley.conformance.proxy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in front of a server and makes the network bad. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = {
            "Stand in front of a server and do to connections what networks do, so that a client can show that it bears"
                    + " it. Without faults it is a plain proxy. It runs until it is stopped, and then says what it did.",
            ""
        },
        footer = {
            "",
            "DURATION is like 500ms, 30s or 2m. Where something happens every so often, the moment is random for each"
                    + " connection, from a half to one and a half of that; --seed repeats it.",
            "",
            "Exit codes: 0 it was stopped; 1 it could not listen; 2 it was asked wrongly.",
            "",
            "Examples:",
            "  parley proxy --listen 9090 --to http://localhost:8080 --lose-acks 0.1 --double 0.1",
            "  parley proxy --listen 9090 --to http://localhost:8080 --cut-every 30s --cut-mid-frame",
            "  parley proxy --listen 9090 --to http://localhost:8080 --half-open 1m --stall 20s:5s"
        })
public final class ProxyCommand implements Callable<Integer> {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration REPORT = Duration.ofSeconds(10);

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            required = true,
            description = "Port for clients; 0 for a free one.")
    int listen;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String address = "";

    @Option(
            names = "--to",
            paramLabel = "URL",
            required = true,
            description = "The server, as http://HOST:PORT, or https for TLS between proxy and server.")
    @Nullable
    URI to;

    @Option(names = "--lose-acks", paramLabel = "SHARE", description = "Share of the acks that never arrive, 0 to 1.")
    double loseAcks;

    @Option(
            names = "--double",
            paramLabel = "SHARE",
            description = "Share of the client's sends, and of the server's messages, that arrive twice, 0 to 1.")
    double doubled;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description = "Everything arrives up to so much later, in order.")
    @Nullable
    String delay;

    @Option(names = "--cut-every", paramLabel = "DURATION", description = "Reset each connection every so often.")
    @Nullable
    String cutEvery;

    @Option(names = "--cut-mid-frame", description = "Cut in the middle of a frame, if one passes within 2 s.")
    boolean cutMidFrame;

    @Option(
            names = "--stall",
            paramLabel = "EVERY:LENGTH",
            description = "Let nothing pass every so often for so long, such as 20s:5s; it arrives afterwards.")
    @Nullable
    String stall;

    @Option(
            names = "--half-open",
            paramLabel = "DURATION",
            description = "After so long a connection swallows everything, a close included, and stays open.")
    @Nullable
    String halfOpen;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all that is random: the n-th connection meets the same (default: ${DEFAULT-VALUE}).")
    long seed;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        try (FaultProxy proxy = builder().start()) {
            line.getOut().println("Proxy listens on " + proxy.url() + " for " + to);
            line.getOut().flush();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                line.getOut().println(proxy.counts());
                line.getOut().flush();
            }));
            for (Counts told = proxy.counts(); ; ) {
                Thread.sleep(REPORT);
                Counts now = proxy.counts();
                if (!now.equals(told)) {
                    line.getErr().println(now);
                    told = now;
                }
            }
        }
    }

    private FaultProxy.Builder builder() {
        check(listen >= 0 && listen <= 65_535, "--listen is not from 0 to 65535");
        check(share(loseAcks), "--lose-acks is not from 0 to 1");
        check(share(doubled), "--double is not from 0 to 1");
        check(stall == null || stall.split(":", -1).length == 2, "--stall is not like 20s:5s");
        check(cutEvery != null || !cutMidFrame, "--cut-mid-frame needs --cut-every");
        FaultProxy.Builder builder;
        try {
            builder = FaultProxy.to(Objects.requireNonNull(to)).address(InetAddress.getByName(address));
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
        builder.listen(listen)
                .loseAcks(loseAcks)
                .doubleFrames(doubled)
                .delay(duration("--delay", delay))
                .cutEvery(duration("--cut-every", cutEvery))
                .halfOpen(duration("--half-open", halfOpen))
                .seed(seed);
        if (cutMidFrame) {
            builder.cutMidFrame();
        }
        if (stall != null) {
            int colon = stall.indexOf(':');
            builder.stall(
                    duration("--stall", stall.substring(0, colon)), duration("--stall", stall.substring(colon + 1)));
        }
        return builder;
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }

    private Duration duration(String option, @Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        check(matcher.matches(), option + " is not like 500ms, 30s or 2m");
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
        }
    }
}
