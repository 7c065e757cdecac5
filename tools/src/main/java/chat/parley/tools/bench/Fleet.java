package chat.parley.tools.bench;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.tools.client.Client;
import chat.parley.tools.client.Close;
import chat.parley.tools.client.Credentials;
import chat.parley.tools.client.Tokens;
import chat.parley.tools.client.Wire;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Many authenticated sockets of one client. All callbacks come on one loop, so that traffic needs no locks. */
final class Fleet implements AutoCloseable {

    /** More would stand in the server's accept queue. */
    private static final int DIALS_MAX = 256;

    private static final Duration STALL_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final byte[] READY = "{\"type\":\"ready\"}".getBytes(StandardCharsets.US_ASCII);

    private final Client client;
    private final boolean echoes;
    private final EventLoop loop;
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile Traffic traffic = Traffic.IGNORED;
    private volatile @Nullable Close firstLoss;
    private final Meter.Reading loginCpu;

    private Fleet(Client client, Target target, List<UserId> users, Progress progress) {
        this.client = client;
        this.echoes = target.echoes();
        this.loop = client.loop();
        try {
            this.loginCpu = dial(target, users, progress);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Opens one socket for each user and waits until the server has told each {@code ready}.
     *
     * @throws IllegalStateException when one is refused, or nothing moves for 30 s
     */
    static Fleet open(Target target, List<UserId> users, Progress progress) {
        return new Fleet(Client.open(target.endpoint(), 1, DIALS_MAX), target, users, progress);
    }

    EventLoop loop() {
        return loop;
    }

    Socket socket(int index) {
        return sockets.get(index);
    }

    int size() {
        return sockets.size();
    }

    /** How many are open now. */
    int openCount() {
        return open.get();
    }

    /** From the first dial to the last {@code ready}; the tokens were made before. */
    Meter.Reading loginCpu() {
        return loginCpu;
    }

    /** Who hears what comes from now on. */
    void listen(Traffic listener) {
        traffic = listener;
    }

    /** @throws IllegalStateException when a socket has ended since all were open */
    void checkWhole() {
        if (lost.get() > 0) {
            throw new IllegalStateException(
                    lost.get() + " of " + sockets.size() + " sockets were lost, the first with " + firstLoss);
        }
    }

    Traffic traffic() {
        return traffic;
    }

    /** A socket is open; an echo has to be told what it is to say. */
    void greet(Wire wire) {
        if (echoes) {
            wire.send(READY);
        }
    }

    void ready() {
        open.incrementAndGet();
    }

    void gone(boolean wasReady, Close close) {
        if (wasReady) {
            open.decrementAndGet();
        }
        if (lost.getAndIncrement() == 0) {
            firstLoss = close;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Meter.Reading dial(Target target, List<UserId> users, Progress progress) {
        DeviceId device = new DeviceId("bench");
        Tokens tokens = target.tokens();
        List<Credentials> credentials = new ArrayList<>(users.size());
        for (UserId user : users) {
            String token = tokens.tokenFor(user);
            credentials.add(new Credentials(user, device, () -> token));
            sockets.add(new Socket(this, sockets.size()));
        }
        Meter meter = Meter.start(target.usage());
        for (int i = 0; i < users.size(); i++) {
            client.dial(credentials.get(i), sockets.get(i), loop);
        }
        awaitAll(progress);
        return meter.read();
    }

    private void awaitAll(Progress progress) {
        int before = 0;
        long moved = System.nanoTime();
        while (open.get() < sockets.size()) {
            checkWhole();
            Waiting.pause(LOOK);
            int now = open.get();
            if (now != before) {
                before = now;
                moved = System.nanoTime();
                progress.update(now + " of " + sockets.size() + " sockets");
            } else if (System.nanoTime() - moved > STALL_MAX.toNanos()) {
                throw new IllegalStateException("only " + now + " of " + sockets.size() + " sockets became ready, and"
                        + " nothing moved for " + STALL_MAX.toSeconds() + " s");
            }
        }
    }
}
