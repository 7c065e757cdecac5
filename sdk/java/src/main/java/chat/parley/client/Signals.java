package chat.parley.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said besides messages: receipts, typing, presence, whom to watch. The latest of each counts, so a few words
 * wait here and not a queue. Under the client's lock.
 */
final class Signals {

    /** Frames that may wait for the socket; what only matters at once is let go beyond it. */
    private static final int URGENT_MAX = 256;

    private static final int CONVERSATIONS_MAX = 10_000;

    /** The server lets typing end after 6 s. */
    private static final long TYPING_REFRESH_NANOS = Duration.ofSeconds(3).toNanos();

    private final ArrayDeque<String> urgent = new ArrayDeque<>();
    private final Map<String, String> delivered = new LinkedHashMap<>();
    private final Map<String, String> read = new LinkedHashMap<>();
    /** What was read and the server has not confirmed: said again on the next socket. */
    private final Map<String, String> unconfirmed = new LinkedHashMap<>();

    private final Map<String, Long> typing = new HashMap<>();
    private @Nullable PresenceStatus presence;
    private List<String> watched = List.of();

    void say(String frame) {
        urgent.add(frame);
    }

    void receipt(ReceiptKind kind, String conversationId, String messageId) {
        later(kind == ReceiptKind.READ ? read : delivered, conversationId, messageId);
        if (kind == ReceiptKind.READ) {
            later(unconfirmed, conversationId, messageId);
        }
    }

    /** The server has told that one's own read cursor is here. */
    void confirmed(String conversationId, @Nullable String messageId) {
        String ours = unconfirmed.get(conversationId);
        if (ours != null && messageId != null && messageId.compareTo(ours) >= 0) {
            unconfirmed.remove(conversationId);
        }
    }

    /** Says that the user types, at most every three seconds, or that he stopped, if he did type. */
    void typing(String conversationId, boolean active, long nowNanos) {
        Long said = active ? typing.get(conversationId) : typing.remove(conversationId);
        if (active && said != null && nowNanos - said < TYPING_REFRESH_NANOS) {
            return;
        }
        if (active) {
            if (typing.size() >= URGENT_MAX) {
                typing.clear();
            }
            typing.put(conversationId, nowNanos);
        }
        if ((active || said != null) && urgent.size() < URGENT_MAX) {
            urgent.add(ClientFrames.typing(conversationId, active));
        }
    }

    /** A message ends the typing by itself. */
    void sent(String conversationId) {
        typing.remove(conversationId);
    }

    void presence(PresenceStatus status, boolean ready) {
        presence = status;
        if (ready) {
            urgent.add(ClientFrames.presence(status));
        }
    }

    void watch(List<String> userIds, boolean ready) {
        watched = userIds;
        if (ready) {
            urgent.add(ClientFrames.watch(userIds));
        }
    }

    /** A new socket is up: what holds on it is said again. */
    void ready() {
        urgent.clear();
        typing.clear();
        if (presence != null) {
            urgent.add(ClientFrames.presence(presence));
        }
        if (!watched.isEmpty()) {
            urgent.add(ClientFrames.watch(watched));
        }
        unconfirmed.forEach((conversation, message) -> later(read, conversation, message));
    }

    /** The next frame to be written, if any: receipts wait until all else is said. */
    @Nullable
    String next() {
        String frame = urgent.poll();
        if (frame == null) {
            frame = next(ReceiptKind.READ, read);
        }
        return frame == null ? next(ReceiptKind.DELIVERED, delivered) : frame;
    }

    /** All that waits, for a socket that is about to be closed. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (String frame = next(); frame != null && rest.size() < URGENT_MAX; frame = next()) {
            rest.add(frame);
        }
        return rest;
    }

    private static @Nullable String next(ReceiptKind kind, Map<String, String> receipts) {
        if (receipts.isEmpty()) {
            return null;
        }
        Map.Entry<String, String> first = receipts.entrySet().iterator().next();
        receipts.remove(first.getKey());
        return ClientFrames.receipt(kind, first.getKey(), first.getValue());
    }

    private static void later(Map<String, String> receipts, String conversationId, String messageId) {
        receipts.merge(conversationId, messageId, (old, fresh) -> fresh.compareTo(old) > 0 ? fresh : old);
        if (receipts.size() > CONVERSATIONS_MAX) {
            receipts.remove(receipts.keySet().iterator().next());
        }
    }
}
