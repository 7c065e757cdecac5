package chat.parley.tools.replay;

import chat.parley.conformance.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way from the devices to the server, which may be bad. */
final class Link implements AutoCloseable {

    private static final double LOST_ACKS = 0.002;
    private static final double DOUBLED_FRAMES = 0.01;
    private static final Duration STALL = Duration.ofSeconds(2);

    /** A half-open connection is found out by silence, after a minute or more: about so many others break for one. */
    private static final int HALF_OPEN_RARER = 100;

    /** Where links live shorter than this, one that is half-open would outlast all that there is to play. */
    private static final Duration HALF_OPEN_FROM = Duration.ofSeconds(10);

    private final URI server;
    private final @Nullable FaultProxy proxy;

    private Link(URI server, @Nullable FaultProxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    /** @param brokenEverySeconds how long a connection lives, about; null for a link that holds */
    static Link to(URI server, @Nullable Integer brokenEverySeconds, long seed) {
        if (brokenEverySeconds == null) {
            return new Link(server, null);
        }
        Duration life = Duration.ofSeconds(brokenEverySeconds);
        return new Link(
                server,
                FaultProxy.to(server)
                        .cutEvery(life)
                        .cutMidFrame()
                        .stall(life, STALL)
                        .halfOpen(
                                life.compareTo(HALF_OPEN_FROM) < 0 ? Duration.ZERO : life.multipliedBy(HALF_OPEN_RARER))
                        .loseAcks(LOST_ACKS)
                        .doubleFrames(DOUBLED_FRAMES)
                        .seed(seed)
                        .start());
    }

    URI url() {
        FaultProxy through = proxy;
        return through == null ? server : through.url();
    }

    /** What was done to connections, in words; empty when nothing was. */
    String faults() {
        FaultProxy through = proxy;
        return through == null ? "" : through.counts().toString();
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
