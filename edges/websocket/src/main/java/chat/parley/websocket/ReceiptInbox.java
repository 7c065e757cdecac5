package chat.parley.websocket;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ReceiptKind;
import chat.parley.pipeline.Receipts;
import chat.parley.pipeline.Receipts.Result;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Receipts of one socket that are not judged yet. The event loop puts them here, for they are held against the store; a
 * virtual thread judges them. Of many for one conversation and kind the furthest that is right makes the others needless,
 * so only the furthest few are kept, and judged from the furthest down: a wrong one takes no right one with it.
 */
final class ReceiptInbox {

    /** Conversations and kinds that may wait. A device that has caught up with all of them has some thousands. */
    static final int KEYS_MAX = 4_096;

    /** Receipts kept of one conversation and kind. */
    private static final int OF_ONE_MAX = 4;

    private record Key(ConversationId conversation, ReceiptKind kind) {}

    private final Systems systems;
    private final ClientSocket socket;
    private final ReentrantLock judging = new ReentrantLock();
    private Map<Key, List<ClientFrame.Receipt>> waiting = new LinkedHashMap<>();
    private boolean scheduled;

    ReceiptInbox(Systems systems, ClientSocket socket) {
        this.systems = systems;
        this.socket = socket;
    }

    /** @return false when too much waits already */
    synchronized boolean add(ClientFrame.Receipt receipt) {
        Key key = new Key(receipt.conversation(), receipt.kind());
        List<ClientFrame.Receipt> ofOne = waiting.get(key);
        if (ofOne == null) {
            if (waiting.size() >= KEYS_MAX) {
                return false;
            }
            ofOne = new ArrayList<>(1);
            waiting.put(key, ofOne);
        }
        ofOne.removeIf(one -> one.message().equals(receipt.message()));
        ofOne.add(receipt);
        ofOne.sort(FURTHEST_FIRST);
        if (ofOne.size() > OF_ONE_MAX) {
            ofOne.removeLast();
        }
        return true;
    }

    private static final Comparator<ClientFrame.Receipt> FURTHEST_FIRST =
            Comparator.comparing(ClientFrame.Receipt::message).reversed();

    /** Whether somebody has to be sent to {@link #settle}; says so once until that is {@link #finished}. */
    synchronized boolean needsSomeone() {
        boolean needs = !scheduled && !waiting.isEmpty();
        scheduled |= needs;
        return needs;
    }

    /** Whoever was sent is back. */
    synchronized void finished() {
        scheduled = false;
    }

    synchronized boolean isIdle() {
        return !scheduled && waiting.isEmpty();
    }

    /** Judges all that has come; when it returns, no receipt that came before is under way. Waits for the store. */
    void settle() {
        judging.lock();
        try {
            for (var some = takeAll(); !some.isEmpty(); some = takeAll()) {
                some.forEach(this::judge);
            }
        } finally {
            judging.unlock();
        }
    }

    private synchronized Map<Key, List<ClientFrame.Receipt>> takeAll() {
        Map<Key, List<ClientFrame.Receipt>> all = waiting;
        if (!all.isEmpty()) {
            waiting = new LinkedHashMap<>();
        }
        return all;
    }

    private void judge(Key key, List<ClientFrame.Receipt> furthestFirst) {
        for (ClientFrame.Receipt receipt : furthestFirst) {
            byte[] error = judge(key, receipt);
            if (error == null) {
                return;
            }
            socket.deliver(error);
        }
    }

    private byte @Nullable [] judge(Key key, ClientFrame.Receipt receipt) {
        var connection = socket.connection();
        ReplyTo origin = new ReplyTo(connection.incarnation(), 0, connection.number());
        var claim = new Receipts.Claim(socket.user(), key.conversation, key.kind, receipt.message(), origin);
        try {
            return switch (systems.receipts().take(claim)) {
                case Result.Taken() -> null;
                case Result.Former() ->
                    error(receipt, Code.FORBIDDEN, "you are no member of this conversation any more", null);
                case Result.Unknown() ->
                    error(receipt, Code.NOT_FOUND, "there is no conversation " + key.conversation + " of yours", null);
                case Result.BeyondLast() ->
                    error(receipt, Code.BAD_REQUEST, "message_id is beyond the last message", null);
                case Result.Unavailable(var retryAfter) ->
                    error(receipt, Code.UNAVAILABLE, "too many receipts wait to be stored", retryAfter);
            };
        } catch (StoreUnavailable e) {
            return error(receipt, Code.UNAVAILABLE, "the store does not answer", Requests.RETRY_AFTER);
        } catch (RuntimeException e) {
            Failures.log("a receipt fails", e);
            return error(receipt, Code.UNAVAILABLE, "the receipt failed", Requests.RETRY_AFTER);
        }
    }

    private byte[] error(ClientFrame.Receipt receipt, Code code, String message, @Nullable Duration retryAfter) {
        return systems.frames().error(receipt.id(), null, code, message, retryAfter);
    }
}
