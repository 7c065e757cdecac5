package chat.parley.tools.client;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far one conversation was received without a hole, and a few messages from beyond it. */
final class ConversationCursor {

    /** Enough for an ack that others overtook; a longer hole is cheaper to read again. */
    private static final int HELD_MAX = 64;

    private final TreeMap<Long, ServerFrame.Message> held = new TreeMap<>();
    private long seq;
    private @Nullable String id;
    /** The highest number seen or told of. */
    private long known;

    private boolean letGo;
    private boolean moved;

    ConversationCursor(long seq, @Nullable String id) {
        this.seq = seq;
        this.id = id;
        this.known = seq;
    }

    /** The last message before the hole, if there is one; null before the first. */
    @Nullable
    String id() {
        return id;
    }

    boolean lacks() {
        return known > seq;
    }

    /** Whether anything came since {@link #rest}. */
    boolean moved() {
        return moved;
    }

    void rest() {
        moved = false;
    }

    void take(ServerFrame.Message message, Consumer<ServerFrame.Message> messages) {
        known = Math.max(known, message.seq());
        if (message.seq() == seq + 1) {
            pass(message, messages);
            drain(messages);
        } else if (message.seq() > seq) {
            held.put(message.seq(), message);
            if (held.size() > HELD_MAX) {
                held.pollLastEntry();
                letGo = true;
            }
        }
    }

    /** One's own message has this number. */
    void own(long number, String messageId, Consumer<ServerFrame.Message> messages) {
        known = Math.max(known, number);
        if (number == seq + 1) {
            advance(number, messageId);
            drain(messages);
        }
    }

    /**
     * A catch-up has ended.
     *
     * @param whole it was asked for this conversation and not cut short: what did not come up to {@code lastSeq}, is
     *     not to be seen by this user, as the time before he came back to a group
     */
    void listed(long lastSeq, @Nullable String lastId, boolean whole, Consumer<ServerFrame.Message> messages) {
        known = Math.max(known, lastSeq);
        if (!whole) {
            return;
        }
        boolean all = !letGo;
        letGo = false;
        while (!held.isEmpty() && held.firstKey() <= lastSeq) {
            pass(held.pollFirstEntry().getValue(), messages);
        }
        if (all && lastSeq > seq) {
            advance(lastSeq, lastId);
        }
        drain(messages);
    }

    private void drain(Consumer<ServerFrame.Message> messages) {
        while (!held.isEmpty() && held.firstKey() <= seq + 1) {
            ServerFrame.Message next = held.pollFirstEntry().getValue();
            if (next.seq() > seq) {
                pass(next, messages);
            }
        }
    }

    private void pass(ServerFrame.Message message, Consumer<ServerFrame.Message> messages) {
        advance(message.seq(), message.messageId());
        messages.accept(message);
    }

    private void advance(long number, @Nullable String messageId) {
        seq = number;
        id = messageId;
        moved = true;
    }
}
