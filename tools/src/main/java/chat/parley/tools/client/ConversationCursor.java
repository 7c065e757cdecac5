package chat.parley.tools.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far one conversation was received without a hole, and a few messages from beyond it. */
final class ConversationCursor {

    /** Enough for an ack that others overtook; a longer hole is cheaper to read again. */
    private static final int HELD_MAX = 64;

    /** What stands at a number beyond the hole; no message when it is one's own, which was acked. */
    private record Held(String id, ServerFrame.@Nullable Message message) {}

    private final TreeMap<Long, Held> held = new TreeMap<>();
    private long seq;
    private @Nullable String id;
    /** The highest number seen as a message or told of. */
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
        hold(message.seq(), new Held(message.messageId(), message), messages);
    }

    /** One's own message has this number. Those before it may still be on their way: an ack does not wait for them. */
    void own(long number, String messageId, Consumer<ServerFrame.Message> messages) {
        hold(number, new Held(messageId, null), messages);
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
            pass(held.pollFirstEntry(), messages);
        }
        if (all && lastSeq > seq) {
            advance(lastSeq, lastId);
        }
        drain(messages);
    }

    private void drain(Consumer<ServerFrame.Message> messages) {
        while (!held.isEmpty() && held.firstKey() <= seq + 1) {
            Map.Entry<Long, Held> next = held.pollFirstEntry();
            if (next.getKey() > seq) {
                pass(next, messages);
            }
        }
    }

    private void hold(long number, Held what, Consumer<ServerFrame.Message> messages) {
        if (number <= seq) {
            return;
        }
        held.putIfAbsent(number, what);
        drain(messages);
        if (held.size() > HELD_MAX) {
            held.pollLastEntry();
            letGo = true;
        }
    }

    private void pass(Map.Entry<Long, Held> next, Consumer<ServerFrame.Message> messages) {
        Held what = next.getValue();
        advance(next.getKey(), what.id());
        if (what.message() != null) {
            messages.accept(what.message());
        }
    }

    private void advance(long number, @Nullable String messageId) {
        seq = number;
        id = messageId;
        moved = true;
    }
}
