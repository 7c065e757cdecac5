package chat.parley.client;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ParleyClient}. Only the tokens have no default. */
public final class ParleyClientBuilder {

    private static final Duration ACK_MAX = Duration.ofSeconds(20);

    private final Endpoint endpoint;
    private @Nullable TokenProvider tokens;
    private @Nullable String deviceId;
    private @Nullable Path directory;
    private ParleyListener listener = new ParleyListener() {};
    private @Nullable ParleyRuntime runtime;
    private @Nullable Executor callbacks;
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new SecureRandom();
    private Backoff backoff = Backoff.STANDARD;
    private boolean delivered = true;
    private int outboxEntriesMax = 10_000;
    private long outboxBytesMax = 64L << 20;
    private int unackedPerConversation = 1;
    private Duration ackMax = ACK_MAX;

    ParleyClientBuilder(URI server) {
        this.endpoint = Endpoint.of(server);
    }

    /**
     * Where access tokens come from.
     *
     * @param provider asked for each connect, ahead of an expiry, and after a refusal
     * @return this
     */
    public ParleyClientBuilder tokens(TokenProvider provider) {
        this.tokens = provider;
        return this;
    }

    /**
     * The name of this install, which the server delivers to. Default: the one that the directory keeps, else a new one.
     *
     * @param id 1 to 64 of {@code A-Z a-z 0-9 _ . -}; of two clients with the same, the later replaces the earlier
     * @return this
     * @throws IllegalArgumentException when it is malformed
     */
    public ParleyClientBuilder deviceId(String id) {
        if (!id.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("a device id is 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        this.deviceId = id;
        return this;
    }

    /**
     * Where unsent messages and the state of receiving are kept over restarts. One client at a time, and one user for
     * ever, uses a directory. Default: nothing is kept.
     *
     * @param path made if it is not there
     * @return this
     */
    public ParleyClientBuilder directory(Path path) {
        this.directory = path;
        return this;
    }

    /**
     * Who is told. Default: nobody.
     *
     * @param told the application
     * @return this
     */
    public ParleyClientBuilder listener(ParleyListener told) {
        this.listener = told;
        return this;
    }

    /**
     * Threads and sockets to share with other clients. Default: {@link ParleyRuntime#shared}.
     *
     * @param shared not closed by the client
     * @return this
     */
    public ParleyClientBuilder runtime(ParleyRuntime shared) {
        this.runtime = shared;
        return this;
    }

    /**
     * Where the listener is called and futures are completed. Default: virtual threads.
     *
     * @param executor must not run tasks on the caller's thread
     * @return this
     */
    public ParleyClientBuilder callbacks(Executor executor) {
        this.callbacks = executor;
        return this;
    }

    /**
     * The clock for the age of sends and the expiry of tokens. Default: the system's.
     *
     * @param source the clock
     * @return this
     */
    public ParleyClientBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /**
     * Chance for jitter. Default: a secure one.
     *
     * @param generator drawn from under the client's lock
     * @return this
     */
    public ParleyClientBuilder random(RandomGenerator generator) {
        this.random = generator;
        return this;
    }

    /**
     * The waits between attempts. Default: {@link Backoff#STANDARD}, which the wire contract asks for.
     *
     * @param waits how long to wait
     * @return this
     */
    public ParleyClientBuilder backoff(Backoff waits) {
        this.backoff = waits;
        return this;
    }

    /**
     * Whether {@code delivered} receipts are sent for what the listener was given. Default: yes.
     *
     * @param automatically whether
     * @return this
     */
    public ParleyClientBuilder delivered(boolean automatically) {
        this.delivered = automatically;
        return this;
    }

    /**
     * How much may be unsent. Default: 10,000 sends and 64 MiB.
     *
     * @param entriesMax sends, 1 or more
     * @param bytesMax bytes of them in memory, 1 or more
     * @return this
     * @throws IllegalArgumentException when one is less than 1
     */
    public ParleyClientBuilder outbox(int entriesMax, long bytesMax) {
        if (entriesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("an outbox has room for something");
        }
        this.outboxEntriesMax = entriesMax;
        this.outboxBytesMax = bytesMax;
        return this;
    }

    /**
     * How many sends of one conversation may be on their way at a time. Default: 1, which keeps their order whatever the
     * server answers. With more, one that the server had no room for comes behind its successors.
     *
     * @param sends 1 to 1,000
     * @return this
     * @throws IllegalArgumentException when it is outside its range
     */
    public ParleyClientBuilder unackedPerConversation(int sends) {
        if (sends < 1 || sends > 1_000) {
            throw new IllegalArgumentException("1 to 1,000 sends");
        }
        this.unackedPerConversation = sends;
        return this;
    }

    /** How long an ack may take before the send is sent again on the same socket. */
    ParleyClientBuilder ackMax(Duration longest) {
        this.ackMax = longest;
        return this;
    }

    /**
     * The client, which is not connected yet.
     *
     * @return the client
     * @throws IllegalStateException when there are no tokens
     * @throws ParleyException with {@link ErrorCode#STORE} when the directory cannot be used, or is used by another one
     */
    public ParleyClient build() {
        TokenProvider source = tokens;
        if (source == null) {
            throw new IllegalStateException("a client needs tokens");
        }
        Store store = directory == null ? Store.inMemory() : Store.open(directory);
        String device = Objects.requireNonNullElseGet(
                deviceId, () -> Objects.requireNonNullElseGet(store.deviceId(), () -> "java-" + UUID.randomUUID()));
        if (!device.equals(store.deviceId())) {
            store.device(device);
        }
        ParleyRuntime shared = runtime == null ? ParleyRuntime.shared() : runtime;
        return new ParleyClient(
                new Engine(new Settings(
                        endpoint,
                        source,
                        device,
                        store,
                        listener,
                        shared,
                        callbacks == null ? shared.threads() : callbacks,
                        clock,
                        random,
                        backoff,
                        delivered,
                        outboxEntriesMax,
                        outboxBytesMax,
                        unackedPerConversation,
                        ackMax)),
                device);
    }
}
