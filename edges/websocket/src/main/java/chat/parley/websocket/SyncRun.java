package chat.parley.websocket;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.fabric.CloseReason;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One sync, on a virtual thread of its own. It hands the socket chunks of whole frames, the next one only when the last
 * is in an outbox that is low: a sync never overflows the outbox, however slow its reader.
 */
final class SyncRun implements Runnable, CatchUp.Sink {

    private static final int CHUNK_BYTES = 32 * 1024;

    /** A reader who takes nothing for so long is too slow. */
    private static final Duration STALLED_MAX = Duration.ofSeconds(60);

    /** Damage does not mend by itself, unlike what a limit has cut off. */
    private static final Duration DAMAGE_RETRY_AFTER = Duration.ofSeconds(30);

    /** Whole frames, one behind the other. */
    static final class Chunk {
        final byte[] frames;
        final int count;

        Chunk(byte[] frames, int count) {
            this.frames = frames;
            this.count = count;
        }
    }

    /** The socket has ended: nobody reads on. */
    private static final class Cancelled extends RuntimeException {
        Cancelled() {
            super(null, null, false, false);
        }
    }

    private final Systems systems;
    private final ClientSocket socket;
    private final ClientFrame.Sync sync;
    private final @Nullable ReceiptInbox receipts;
    private final Semaphore reading;
    private final Consumer<SyncRun> finished;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final Semaphore taken = new Semaphore(0);
    private int collectedCount;
    private volatile boolean cancelled;

    /**
     * @param receipts of the same socket, if there are any: what was read before the sync was asked for is not unread
     * @param reading held while the store is read, and not while the client is waited for
     */
    SyncRun(
            Systems systems,
            ClientSocket socket,
            ClientFrame.Sync sync,
            @Nullable ReceiptInbox receipts,
            Semaphore reading,
            Consumer<SyncRun> finished) {
        this.systems = systems;
        this.socket = socket;
        this.sync = sync;
        this.receipts = receipts;
        this.reading = reading;
        this.finished = finished;
    }

    ClientSocket socket() {
        return socket;
    }

    @Override
    public void run() {
        reading.acquireUninterruptibly();
        try {
            if (receipts != null) {
                receipts.settle();
            }
            systems.catchUp().run(new CatchUp.Request(socket.user(), sync.since(), sync.cursors(), sync.limit()), this);
            handOver();
        } catch (Cancelled e) {
            // Said already.
        } catch (StoreUnavailable e) {
            fail("the store does not answer");
        } catch (RuntimeException e) {
            Failures.log("a sync fails", e);
            fail("the sync failed");
        } finally {
            reading.release();
            socket.loop.execute(() -> finished.accept(this));
        }
    }

    private void fail(String message) {
        byte[] error = systems.frames().error(sync.id(), null, Code.UNAVAILABLE, message, Requests.RETRY_AFTER);
        try {
            add(error);
            handOver();
        } catch (Cancelled e) {
            // Nobody is there to be told.
        }
    }

    @Override
    public void message(Message message) {
        add(systems.frames().message(message, message.from().equals(socket.user())));
    }

    @Override
    public void synced(List<CatchUp.Standing> standings, String since, boolean reset) {
        systems.frames().synced(sync.id(), standings, since, reset, this::add);
    }

    /** The others are told, and then that it is not all: a client that keeps to the contract asks again. */
    @Override
    public void unfinished(List<CatchUp.Standing> standings, Set<ConversationId> unreadable, boolean reset) {
        systems.frames().syncedInPart(sync.id(), standings, reset, this::add);
        String message = "conversation " + unreadable.iterator().next()
                + (unreadable.size() == 1 ? "" : " and " + (unreadable.size() - 1) + " more")
                + " cannot be read; the others are told";
        boolean more = standings.stream().anyMatch(CatchUp.Standing::more);
        Duration retryAfter = more ? Requests.RETRY_AFTER : DAMAGE_RETRY_AFTER;
        add(systems.frames().error(sync.id(), null, Code.UNAVAILABLE, message, retryAfter));
    }

    private void add(byte[] frame) {
        collected.writeBytes(frame);
        collectedCount++;
        if (collected.size() >= CHUNK_BYTES) {
            handOver();
        }
    }

    /** Waits until the chunk is in the outbox. */
    private void handOver() {
        if (collectedCount == 0) {
            return;
        }
        Chunk chunk = new Chunk(collected.toByteArray(), collectedCount);
        collected.reset();
        collectedCount = 0;
        reading.release();
        try {
            socket.loop.execute(() -> socket.offerOfSync(this, chunk));
            if (!cancelled && !taken.tryAcquire(STALLED_MAX.toSeconds(), TimeUnit.SECONDS)) {
                socket.close(CloseReason.TOO_SLOW);
                throw new Cancelled();
            }
        } catch (InterruptedException e) {
            throw new Cancelled();
        } finally {
            reading.acquireUninterruptibly();
        }
        if (cancelled) {
            throw new Cancelled();
        }
    }

    /** The chunk is in the outbox; on the loop. */
    void taken() {
        taken.release();
    }

    /** Nobody reads on; on the loop. */
    void cancel() {
        cancelled = true;
        taken.release();
    }
}
