package chat.parley.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The sends that no server has answered for good. Each conversation's go in their order, a few at a time (usually one:
 * then one that must be sent again does not come behind its successor). Under the client's lock.
 */
final class Outbox {

    /** A send on its way. */
    static final class Entry {
        final OutgoingMessage message;
        final CompletableFuture<Sent> future = new CompletableFuture<>();
        final long createdAtMillis;
        private final long ordinal;
        private boolean underway;
        private long underwaySinceNanos;
        private int attempts;

        private Entry(OutgoingMessage message, long createdAtMillis, long ordinal) {
            this.message = message;
            this.createdAtMillis = createdAtMillis;
            this.ordinal = ordinal;
        }

        /** How often it was answered that it should be sent again. */
        int attempts() {
            return attempts;
        }
    }

    /** The sends of one conversation. */
    private static final class Lane {
        private final TreeMap<Long, Entry> waiting = new TreeMap<>();
        private int underway;
        private boolean held;
        private boolean queued;
    }

    private final int entriesMax;
    private final long bytesMax;
    private final int underwayMax;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> sendable = new ArrayDeque<>();
    private long bytes;
    private long ordinals;

    /** @param underwayMax sends of one conversation that may be unacked at a time */
    Outbox(int entriesMax, long bytesMax, int underwayMax) {
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
        this.underwayMax = underwayMax;
    }

    @Nullable
    Entry find(String clientMsgId) {
        return entries.get(clientMsgId);
    }

    boolean hasRoom(OutgoingMessage message) {
        return entries.size() < entriesMax && bytes + message.bytes() <= bytesMax;
    }

    Entry add(OutgoingMessage message, long createdAtMillis) {
        Entry entry = new Entry(message, createdAtMillis, ordinals++);
        entries.put(message.clientMsgId(), entry);
        bytes += message.bytes();
        Lane lane = lanes.computeIfAbsent(message.conversationId(), _ -> new Lane());
        lane.waiting.put(entry.ordinal, entry);
        queue(lane);
        return entry;
    }

    /** The next one to be written, which then is under way; null when none may be. */
    @Nullable
    Entry next(long nowNanos) {
        Lane lane = sendable.poll();
        while (lane != null) {
            lane.queued = false;
            if (maySend(lane)) {
                Entry entry = lane.waiting.pollFirstEntry().getValue();
                entry.underway = true;
                entry.underwaySinceNanos = nowNanos;
                lane.underway++;
                queue(lane);
                return entry;
            }
            lane = sendable.poll();
        }
        return null;
    }

    /** Takes out what was answered for good; null when it was before. */
    @Nullable
    Entry answered(String clientMsgId) {
        Entry entry = entries.remove(clientMsgId);
        if (entry != null) {
            bytes -= entry.message.bytes();
            String conversation = entry.message.conversationId();
            Lane lane = lane(entry);
            leave(lane, entry);
            if (lane.waiting.isEmpty() && lane.underway == 0) {
                lanes.remove(conversation);
            } else {
                queue(lane);
            }
        }
        return entry;
    }

    /** It is to be sent again when its conversation is released; null when it was answered for good before. */
    @Nullable
    Entry again(String clientMsgId) {
        Entry entry = entries.get(clientMsgId);
        if (entry != null) {
            Lane lane = lane(entry);
            leave(lane, entry);
            lane.waiting.put(entry.ordinal, entry);
            lane.held = true;
            entry.attempts++;
        }
        return entry;
    }

    void release(String conversation) {
        Lane lane = lanes.get(conversation);
        if (lane != null) {
            lane.held = false;
            queue(lane);
        }
    }

    /** The socket is gone and with it, perhaps, what was under way. */
    void allAgain() {
        for (Entry entry : entries.values()) {
            Lane lane = lane(entry);
            leave(lane, entry);
            lane.waiting.put(entry.ordinal, entry);
            lane.held = false;
            queue(lane);
        }
    }

    /** Those that went out before a moment and were not answered since. */
    List<Entry> unansweredSince(long nanos) {
        List<Entry> late = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.underway && entry.underwaySinceNanos - nanos < 0) {
                late.add(entry);
            }
        }
        return late;
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    int size() {
        return entries.size();
    }

    private Lane lane(Entry entry) {
        return java.util.Objects.requireNonNull(lanes.get(entry.message.conversationId()));
    }

    private static void leave(Lane lane, Entry entry) {
        if (entry.underway) {
            entry.underway = false;
            lane.underway--;
        } else {
            lane.waiting.remove(entry.ordinal);
        }
    }

    private boolean maySend(Lane lane) {
        return !lane.held && lane.underway < underwayMax && !lane.waiting.isEmpty();
    }

    private void queue(Lane lane) {
        if (!lane.queued && maySend(lane)) {
            lane.queued = true;
            sendable.add(lane);
        }
    }
}
