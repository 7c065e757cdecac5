package chat.parley.websocket;

import chat.parley.wire.ClientFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a few sockets have at a time and most have not, kept apart so that an idle one pays for none of it. */
final class Extras {

    /** What was delivered between registration and {@code ready}. */
    private List<byte[]> early = List.of();

    private int earlyBytes;

    /** A later token is being verified. */
    boolean verifyingAgain;

    /** Syncs that wait for the running one. */
    final ArrayDeque<ClientFrame.Sync> syncs = new ArrayDeque<>(0);

    /** Signals that wait for the one that is looked after. */
    final ArrayDeque<Runnable> signals = new ArrayDeque<>(0);

    /** A signal is looked after. */
    boolean signalling;

    @Nullable
    SyncRun running;

    /** What the running sync has for the outbox when that is low. */
    SyncRun.@Nullable Chunk syncChunk;

    /** Receipts that are not judged yet, when there are any. */
    @Nullable
    ReceiptInbox receipts;

    /** @return false when that would be more than the bytes that may wait */
    boolean holdBack(byte[] frame, int bytesMax) {
        if (early.isEmpty()) {
            early = new ArrayList<>();
        }
        earlyBytes += frame.length;
        return earlyBytes <= bytesMax && early.add(frame);
    }

    /** What was held back, for once. */
    List<byte[]> takeEarly() {
        List<byte[]> all = early;
        early = List.of();
        return all;
    }

    /** Whether there are receipts under way. */
    boolean hasReceipts() {
        return receipts != null && !receipts.isIdle();
    }

    /** Whether it is worth keeping. */
    boolean isEmpty() {
        return early.isEmpty()
                && !verifyingAgain
                && syncs.isEmpty()
                && running == null
                && !signalling
                && !hasReceipts();
    }
}
