package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** People who talk as people do while others attack: pairs, each with a message every so often, and how late it comes. */
final class Bystanders implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.1";
    private static final int PAIRS = 5;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final List<RawClient> clients = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private volatile boolean over;
    private volatile @Nullable IOException failure;

    Bystanders(ParleyTarget target) {
        for (int pair = 0; pair < PAIRS; pair++) {
            UserId ann = new UserId("ann" + pair);
            UserId bob = new UserId("bob" + pair);
            String conversation = target.conversation(List.of(ann, bob));
            RawClient sender = login(target, ann);
            RawClient receiver = login(target, bob);
            String prefix = "{\"type\":\"send\",\"conversation_id\":\"" + conversation + "\",\"client_msg_id\":\"";
            Thread.ofPlatform().daemon().start(() -> guarded(() -> send(sender, prefix)));
            Thread.ofPlatform().daemon().start(() -> guarded(() -> drain(sender)));
            Thread.ofPlatform().daemon().start(() -> guarded(() -> receive(receiver)));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private RawClient login(ParleyTarget target, UserId user) {
        try {
            RawClient client = new RawClient(ADDRESS, target.endpoint().port());
            clients.add(client);
            client.upgrade(target.tokens().tokenFor(user), "d");
            client.readFrame();
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At the intended times, however late an earlier one went out. */
    private void send(RawClient sender, String prefix) throws IOException {
        long next = System.nanoTime();
        while (!over) {
            long now = System.nanoTime();
            if (now < next) {
                LockSupport.parkNanos(next - now);
                continue;
            }
            sender.write(RawClient.text(prefix + "k" + sent.incrementAndGet() + "\",\"text\":\"@" + next + "@\"}"));
            next += EVERY_NANOS;
        }
    }

    private void drain(RawClient sender) throws IOException {
        while (!over) {
            sender.readFrame();
        }
    }

    private void receive(RawClient receiver) throws IOException {
        while (!over) {
            String frame = receiver.readFrame();
            int begin = frame.indexOf('@');
            if (begin >= 0) {
                long intended = Long.parseLong(frame, begin + 1, frame.indexOf('@', begin + 1), 10);
                synchronized (latencies) {
                    latencies.add(intended, System.nanoTime());
                }
            }
        }
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            if (!over) {
                failure = e;
            }
        }
    }

    /** Begins to count anew. */
    void clear() {
        synchronized (latencies) {
            latencies.clear();
        }
    }

    /** What was counted so far. @throws UncheckedIOException when one of them was thrown out */
    Latencies counted() {
        IOException thrownOut = failure;
        if (thrownOut != null) {
            throw new UncheckedIOException("a bystander lost his socket", thrownOut);
        }
        synchronized (latencies) {
            return latencies.copy();
        }
    }

    @Override
    public void close() {
        over = true;
        clients.forEach(RawClient::close);
    }
}
