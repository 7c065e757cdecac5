package chat.parley.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this device has received, and therefore what it lacks. Gives each message once, each conversation's in order. A
 * few that come out of turn are held back until the hole before them is filled; more are let go and asked for again.
 *
 * <p>A conversation begins where it stood at the first catch-up of all, or with the first message that comes of it; what
 * was before is history. Under the client's lock.
 */
final class Inbox {

    /** A sync frame with so many cursors stays below its 64 KiB. */
    static final int CURSORS_MAX = 400;

    /** Conversations left of which it is known what was given, the latest ones. */
    private static final int LEFT_MAX = 10_000;

    /** What a {@code sync} asks for. */
    record Request(@Nullable String since, Map<String, @Nullable String> cursors) {}

    private final Consumer<ServerFrame.Told> given;
    private final Map<String, ConversationCursor> cursors = new HashMap<>();
    private final Set<String> lacking = new HashSet<>();

    /** Up to which number a conversation was given that one has left: who comes back is not given it again. */
    private final Map<String, Long> left = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > LEFT_MAX;
        }
    };
    /** What only a further catch-up brings: the limit cut it, or it was listed without its messages. */
    private final Set<String> cut = new HashSet<>();

    private Set<String> asked = Set.of();
    private @Nullable String since;
    private boolean stale = true;
    private boolean askedAll;

    Inbox(@Nullable String since, Map<String, StateFile.Cursor> known, Consumer<ServerFrame.Told> given) {
        this.given = told -> {
            Message message = told.message();
            if (message.seq() > left.getOrDefault(message.conversationId(), 0L)) {
                given.accept(told);
            }
        };
        this.since = since;
        known.forEach((id, cursor) ->
                cursors.put(id, ConversationCursor.at(cursor.seq(), cursor.messageId(), cursor.moved())));
    }

    /**
     * A message came, live or by catch-up.
     *
     * @return whether nothing before it is lacking
     */
    boolean take(ServerFrame.Told told) {
        String conversation = told.message().conversationId();
        ConversationCursor cursor = cursors.computeIfAbsent(conversation, _ -> first(told.message()));
        cursor.take(told, given);
        if (!stale && !cursor.begun()) {
            // Live messages come in order: an own one that was acked may be held, but nothing is before both.
            cursor.begin(given);
        }
        return mark(conversation, cursor);
    }

    /** A send of this device was acked: it is not delivered to it, but has its number. */
    boolean own(ServerFrame.Told told) {
        String conversation = told.message().conversationId();
        ConversationCursor cursor = cursors.computeIfAbsent(conversation, _ -> ConversationCursor.unbegun());
        cursor.take(told, given);
        return mark(conversation, cursor);
    }

    /** The socket is new, or the server said so: everything since the last catch-up may be lacking. */
    void doubt() {
        stale = true;
    }

    /** Whether a catch-up is needed, apart from holes. */
    boolean behind() {
        return stale || !cut.isEmpty();
    }

    /** What to ask for now; holes are asked for along with the rest. */
    Request request() {
        Map<String, @Nullable String> wanted = new HashMap<>();
        cut.forEach(conversation -> ask(wanted, conversation));
        lacking.forEach(conversation -> ask(wanted, conversation));
        if (stale) {
            // `since` would bring once more what came live since it was given.
            cursors.forEach((conversation, cursor) -> {
                if (cursor.moved()) {
                    ask(wanted, conversation);
                }
            });
        }
        askedAll = since == null;
        asked = new HashSet<>(wanted.keySet());
        return new Request(since, wanted);
    }

    void synced(ServerFrame.Synced synced) {
        boolean withoutMessages = askedAll || synced.reset();
        synced.conversations()
                .forEach((conversation, listed) -> listed(conversation, listed, withoutMessages, synced.reset()));
        if (!synced.partial()) {
            if (withoutMessages) {
                // What was asked for and is not among all of one's conversations is one's own no more.
                List.copyOf(asked).forEach(this::forget);
            }
            stale = false;
            // Asked for and not listed: there is nothing, or one has left. What is lacking all the same, the history
            // tells.
            cut.removeAll(asked);
            asked = Set.of();
            since = synced.since() == null ? since : synced.since();
            settle();
        }
    }

    /** The token to keep, once all up to it was given; null when there is none. */
    @Nullable
    String rest() {
        cursors.values().forEach(ConversationCursor::rest);
        return since;
    }

    boolean lacks(String conversation) {
        return lacking.contains(conversation);
    }

    /** Those with a hole, which the history may fill. */
    Set<String> lacking() {
        return Set.copyOf(lacking);
    }

    /** Whether it is not known where a conversation begins, and nothing tells but that nothing comes. */
    void begin(String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        if (cursor != null) {
            cursor.begin(given);
            mark(conversation, cursor);
        }
    }

    /** After which message a conversation is to be read to fill its hole; null: from the first visible one. */
    @Nullable
    String after(String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        return cursor == null ? null : cursor.id();
    }

    /** A page of the history after {@link #after}. */
    void page(String conversation, List<ServerFrame.Told> page) {
        ConversationCursor cursor = cursors.get(conversation);
        if (cursor != null) {
            cursor.page(page, given);
            mark(conversation, cursor);
        }
    }

    /** The cursor of a conversation that one has left is of no use, but for what was given by it. */
    void forget(String conversation) {
        ConversationCursor cursor = cursors.remove(conversation);
        if (cursor != null && cursor.begun()) {
            left.merge(conversation, cursor.seq(), Math::max);
        }
        lacking.remove(conversation);
        cut.remove(conversation);
    }

    private ConversationCursor first(Message message) {
        // While a catch-up is due, earlier ones may come behind a live one.
        return stale && since != null && message.seq() > 1
                ? ConversationCursor.unbegun()
                : ConversationCursor.at(message.seq() - 1, null, true);
    }

    private void listed(String conversation, ServerFrame.Listed listed, boolean withoutMessages, boolean reset) {
        Standing standing = listed.standing();
        ConversationCursor cursor = cursors.computeIfAbsent(
                conversation, _ -> ConversationCursor.at(standing.lastSeq(), standing.lastMessageId(), true));
        boolean wasAsked = asked.remove(conversation);
        cut.remove(conversation);
        cursor.begin(given);
        cursor.toldOf(standing.lastSeq());
        if (listed.more()) {
            cut.add(conversation);
        } else if (wasAsked && !reset) {
            cursor.whole(standing.lastSeq(), standing.lastMessageId(), given);
        } else if (withoutMessages && cursor.lacks()) {
            cut.add(conversation);
        }
        mark(conversation, cursor);
    }

    /** Nothing of a catch-up is to come any more: what is held of a conversation that is not listed begins it. */
    private void settle() {
        for (String conversation : List.copyOf(lacking)) {
            ConversationCursor cursor = cursors.get(conversation);
            if (cursor != null && !cursor.begun()) {
                begin(conversation);
            }
        }
    }

    private void ask(Map<String, @Nullable String> wanted, String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        if (cursor != null && cursor.begun() && wanted.size() < CURSORS_MAX) {
            wanted.putIfAbsent(conversation, cursor.id());
        }
    }

    /** @return whether nothing is lacking of it */
    private boolean mark(String conversation, ConversationCursor cursor) {
        boolean lacks = cursor.lacks();
        if (lacks) {
            lacking.add(conversation);
        } else {
            lacking.remove(conversation);
        }
        return !lacks;
    }
}
