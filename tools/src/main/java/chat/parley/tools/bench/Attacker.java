package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Carries out an attack from an address of its own, on threads of its own, until it is told to end. */
final class Attacker implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.66";

    /** So many connections are kept open at a time; the first go when more come. */
    private static final int HELD_MAX = 4_000;

    private final ParleyTarget target;
    private final String conversation;
    private final Attack attack;
    private final Set<RawClient> open = ConcurrentHashMap.newKeySet();
    private final Deque<RawClient> held = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong acts = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean over;

    /** @param conversation of which mallory is a member */
    Attacker(ParleyTarget target, String conversation, Attack attack) {
        this.target = target;
        this.conversation = conversation;
        this.attack = attack;
    }

    void start() {
        for (int i = 0; i < attack.threads(); i++) {
            threads.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        while (!over) {
            try {
                attack.act().run(this);
            } catch (IOException | RuntimeException refused) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    boolean goesOn() {
        return !over;
    }

    String conversation() {
        return conversation;
    }

    String token() {
        return target.tokens().tokenFor(new UserId("mallory"));
    }

    long number() {
        return numbers.incrementAndGet();
    }

    void count(int more) {
        acts.addAndGet(more);
    }

    long acts() {
        return acts.get();
    }

    RawClient connect() throws IOException {
        RawClient client = new RawClient(ADDRESS, target.endpoint().port());
        open.add(client);
        if (over) {
            client.close();
        }
        return client;
    }

    /** A socket of mallory's that has been told ready. */
    RawClient login() throws IOException {
        RawClient client = connect();
        if (client.upgrade(token(), "d" + number() % 16) != 101) {
            throw new IOException("refused");
        }
        client.readFrame();
        return client;
    }

    /** Keeps it open, without another look at it. */
    void hold(RawClient client) {
        RawClient first = null;
        synchronized (held) {
            held.add(client);
            if (held.size() > HELD_MAX) {
                first = held.remove();
            }
        }
        if (first != null) {
            leave(first);
        }
    }

    void leave(RawClient client) {
        open.remove(client);
        client.close();
    }

    @Override
    public void close() {
        over = true;
        open.forEach(RawClient::close);
        for (Thread thread : threads) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw Waiting.interrupted(e);
            }
        }
    }
}
