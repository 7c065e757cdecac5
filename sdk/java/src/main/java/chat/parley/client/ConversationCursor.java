package chat.parley.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far one conversation was received without a hole, and a few messages from beyond it. */
final class ConversationCursor {

    /** Enough for an ack that others overtook; a longer hole is cheaper to read again. */
    private static final int HELD_MAX = 64;

    private final TreeMap<Long, ServerFrame.Told> held = new TreeMap<>();
    private long seq;
    private @Nullable String id;
    /** The number of the message that the id names; below seq when that one's id is not known. */
    private long idSeq;

    /** The highest number seen as a message or told of. */
    private long known;

    /** Whether it is known where it begins. Until then everything is held. */
    private boolean begun;

    private boolean moved;

    private ConversationCursor(long seq, @Nullable String id, boolean begun, boolean moved) {
        this.seq = seq;
        this.id = id;
        this.idSeq = id == null ? 0 : seq;
        this.known = seq;
        this.begun = begun;
        this.moved = moved;
    }

    static ConversationCursor at(long seq, @Nullable String id, boolean moved) {
        return new ConversationCursor(seq, id, true, moved);
    }

    /** One that begins with the first of what is held when {@link #begin} is called. */
    static ConversationCursor unbegun() {
        return new ConversationCursor(0, null, false, true);
    }

    /** Whether what is asked by the id is what follows: else copies come before it. */
    boolean named() {
        return idSeq == seq;
    }

    /** The last message before the hole whose id is known; null to ask from the first on. */
    @Nullable
    String id() {
        return id;
    }

    long seq() {
        return seq;
    }

    /** What is known to be before it, as long as it is not known where it begins. */
    long beforeHeld() {
        return held.isEmpty() ? seq : held.firstKey() - 1;
    }

    boolean lacks() {
        return known > seq || !begun;
    }

    boolean begun() {
        return begun;
    }

    /** Whether anything came since {@link #rest}. */
    boolean moved() {
        return moved;
    }

    void rest() {
        moved = false;
    }

    void take(ServerFrame.Told told, Consumer<ServerFrame.Told> given) {
        long number = told.message().seq();
        known = Math.max(known, number);
        if (begun && number == seq + 1) {
            pass(told, given);
            drain(given);
        } else if (number > seq) {
            held.putIfAbsent(number, told);
            if (held.size() > HELD_MAX) {
                held.pollLastEntry();
            }
        } else {
            name(told.message());
        }
    }

    /** A copy may be nearer to the last message than the one that is asked by. */
    private void name(Message message) {
        if (begun && message.seq() > idSeq) {
            id = message.messageId();
            idSeq = message.seq();
        }
    }

    /** Nothing before what is held, or beyond a number, is to come any more: it begins there. */
    void begin(long atMost, Consumer<ServerFrame.Told> given) {
        if (!begun && !held.isEmpty()) {
            begun = true;
            seq = Math.min(held.firstKey() - 1, atMost);
            drain(given);
        }
    }

    /** The conversation's last message is at least this one. */
    void toldOf(long lastSeq) {
        known = Math.max(known, lastSeq);
    }

    /**
     * Everything after this cursor up to a number has come, or was let go as too much: what did not come is not to be
     * seen by this user, as the time before he came back to a group.
     */
    void whole(long lastSeq, @Nullable String lastId, Consumer<ServerFrame.Told> given) {
        known = Math.max(known, lastSeq);
        boolean letGo = held.size() == HELD_MAX;
        begun = true;
        while (!held.isEmpty() && held.firstKey() <= lastSeq) {
            pass(held.pollFirstEntry().getValue(), given);
        }
        if (!letGo && lastSeq > seq) {
            advance(lastSeq, lastId);
        }
        drain(given);
    }

    /**
     * The first of what follows this cursor has come: what is before that is not to be seen by this user, as the time
     * before he came back to a group.
     */
    void goesOn(Consumer<ServerFrame.Told> given) {
        if (!held.isEmpty()) {
            seq = Math.max(seq, held.firstKey() - 1);
            drain(given);
        }
    }

    /** A page of the history after this cursor: what it leaves out is not to be seen. */
    void page(List<ServerFrame.Told> page, Consumer<ServerFrame.Told> given) {
        begun = true;
        for (ServerFrame.Told told : page) {
            if (told.message().seq() > seq) {
                pass(told, given);
            } else {
                name(told.message());
            }
        }
        drain(given);
    }

    private void drain(Consumer<ServerFrame.Told> given) {
        while (!held.isEmpty() && held.firstKey() <= seq + 1) {
            Map.Entry<Long, ServerFrame.Told> next = held.pollFirstEntry();
            if (next.getKey() > seq) {
                pass(next.getValue(), given);
            }
        }
    }

    private void pass(ServerFrame.Told told, Consumer<ServerFrame.Told> given) {
        advance(told.message().seq(), told.message().messageId());
        given.accept(told);
    }

    private void advance(long number, @Nullable String messageId) {
        seq = number;
        id = messageId;
        idSeq = number;
        known = Math.max(known, number);
        moved = true;
    }
}
