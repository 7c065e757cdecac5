package chat.parley.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    /** Where no cursor stands: the answer begins with copies, and what follows them is not what follows the cursor. */
    private static final long COPIES = -1;

    /** Conversations left of which it is known what was given, the latest ones. */
    private static final int LEFT_MAX = 10_000;

    /** @param id null to ask from the first visible message on */
    private record Left(long seq, @Nullable String id) {

        private static final Left NEVER = new Left(0, null);
    }

    /** What a {@code sync} asks for. */
    record Request(@Nullable String since, Map<String, @Nullable String> cursors) {}

    /** Who is given what came. */
    interface Given {
        void message(ServerFrame.Told told);

        /** A conversation begins after this message: what is up to it is history. */
        default void begins(String conversationId, long seq, @Nullable String messageId) {}
    }

    private final Consumer<ServerFrame.Told> given;
    private final Given whole;
    private final Map<String, ConversationCursor> cursors = new HashMap<>();
    private final Set<String> lacking = new HashSet<>();

    /**
     * Up to where a conversation was given that one has left: who comes back is not given it again, and goes on from there.
     * That one has left may be heard late, behind a catch-up that tells already of the time after one came back.
     */
    private final Map<String, Left> left = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
            return size() > LEFT_MAX;
        }
    };
    /** What only a further catch-up brings: the limit cut it, or it was listed without its messages. */
    private final Set<String> cut = new HashSet<>();

    /** Where the cursors stood that the catch-up under way was asked by. */
    private Map<String, Long> asked = new HashMap<>();
    /** Those of which the catch-up under way says where they begin, if only by not listing them. */
    private Set<String> undecided = new HashSet<>();

    private @Nullable String since;
    private boolean stale = true;
    private boolean askedAll;

    Inbox(@Nullable String since, Map<String, StateFile.Cursor> known, Given given) {
        this.whole = given;
        this.given = told -> {
            Message message = told.message();
            if (message.seq() > leftAt(message.conversationId()).seq()) {
                given.message(told);
            }
        };
        this.since = since;
        known.forEach((id, cursor) ->
                cursors.put(id, ConversationCursor.at(cursor.seq(), cursor.messageId(), cursor.moved())));
    }

    /**
     * A message came, live or by catch-up, or a send of this device was acked, which is not delivered to it.
     *
     * @return whether nothing before it is lacking
     */
    boolean take(ServerFrame.Told told) {
        String conversation = told.message().conversationId();
        if (!cursors.containsKey(conversation)
                && told.message().seq() <= leftAt(conversation).seq()) {
            // A late copy of what was given before one left.
            return true;
        }
        ConversationCursor cursor = cursors.computeIfAbsent(conversation, _ -> first(told.message()));
        cursor.take(told, given);
        stale |= !cursor.begun();
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
        asked = new HashMap<>();
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
        undecided = lacking.stream()
                .filter(conversation -> !isBegun(conversation))
                .collect(Collectors.toCollection(HashSet::new));
        return new Request(since, wanted);
    }

    void synced(ServerFrame.Synced synced) {
        boolean withoutMessages = askedAll || synced.reset();
        synced.conversations().forEach((conversation, listed) -> listed(conversation, listed, synced.reset()));
        if (!synced.partial()) {
            if (withoutMessages) {
                // What was asked for and is not among all of one's conversations is one's own no more.
                List.copyOf(asked.keySet()).forEach(this::forget);
            }
            // The others that were asked for and not listed: nothing is new in them, or the history says that they are
            // gone.
            cut.removeAll(asked.keySet());
            undecided.forEach(conversation -> begin(conversation, Long.MAX_VALUE));
            undecided = new HashSet<>();
            asked = new HashMap<>();
            since = synced.since() == null ? since : synced.since();
            stale = !lacking.stream().allMatch(this::isBegun);
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

    /** Those of them that the history may fill before a catch-up has said where they begin. */
    Set<String> fillable() {
        return lacking.stream().filter(this::isBegun).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Where a conversation has a hole: after which message it is to be read on.
     *
     * @param after null: from the first visible one
     */
    record Hole(String conversation, @Nullable String after, ConversationCursor cursor) {}

    /** The hole of a conversation at this moment; null when it has none. */
    @Nullable
    Hole hole(String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        return cursor == null || !cursor.lacks() ? null : new Hole(conversation, cursor.id(), cursor);
    }

    /** Whether one has not left since, nor come back. */
    boolean isStill(Hole hole) {
        return hole.cursor() == cursors.get(hole.conversation());
    }

    /** A page of the history behind a hole. One that was asked for before one left and came back fills nothing. */
    void page(Hole hole, List<ServerFrame.Told> page) {
        if (isStill(hole)) {
            hole.cursor().page(page, given);
            mark(hole.conversation(), hole.cursor());
        }
    }

    /** The cursor of a conversation that one has left is of no use, but for what was given by it. */
    void forget(String conversation) {
        ConversationCursor cursor = cursors.remove(conversation);
        if (cursor != null) {
            Left at = cursor.begun() ? new Left(cursor.seq(), cursor.id()) : new Left(cursor.beforeHeld(), null);
            left.merge(conversation, at, (a, b) -> a.seq() >= b.seq() ? a : b);
        }
        lacking.remove(conversation);
        cut.remove(conversation);
        // The answer under way is of the time before: it says nothing of where one is after coming back.
        asked.remove(conversation);
        undecided.remove(conversation);
    }

    private Left leftAt(String conversation) {
        return left.getOrDefault(conversation, Left.NEVER);
    }

    /** Where a conversation goes on that one has left and come back to; null when it begins anew. */
    private @Nullable ConversationCursor resumed(String conversation) {
        Left at = left.get(conversation);
        return at == null ? null : ConversationCursor.at(at.seq(), at.id(), true);
    }

    private ConversationCursor first(Message message) {
        ConversationCursor resumed = resumed(message.conversationId());
        if (resumed != null) {
            return resumed;
        }
        // One that is new to this device, in the middle: only a catch-up tells whether it was told of from here on.
        return since != null && message.seq() > 1
                ? ConversationCursor.unbegun()
                : ConversationCursor.at(message.seq() - 1, null, true);
    }

    private void listed(String conversation, ServerFrame.Listed listed, boolean reset) {
        Standing standing = listed.standing();
        ConversationCursor cursor = cursors.computeIfAbsent(conversation, _ -> {
            ConversationCursor resumed = resumed(conversation);
            if (resumed != null) {
                return resumed;
            }
            whole.begins(conversation, standing.lastSeq(), standing.lastMessageId());
            return ConversationCursor.at(standing.lastSeq(), standing.lastMessageId(), true);
        });
        Long askedAt = asked.remove(conversation);
        cut.remove(conversation);
        cursor.begin(standing.lastSeq(), given);
        cursor.toldOf(standing.lastSeq());
        if (listed.more()) {
            if (!reset && askedAt != null && askedAt == cursor.seq()) {
                cursor.goesOn(given);
            }
            cut.add(conversation);
        } else if (!reset && askedAt != null) {
            cursor.whole(standing.lastSeq(), standing.lastMessageId(), given);
        } else if (cursor.lacks()) {
            // Listed without its messages, or more of them than are held: by its cursor they come.
            cut.add(conversation);
        }
        mark(conversation, cursor);
    }

    private void begin(String conversation, long atMost) {
        ConversationCursor cursor = cursors.get(conversation);
        if (cursor != null && !cursor.begun()) {
            cursor.begin(atMost, given);
            mark(conversation, cursor);
        }
    }

    private boolean isBegun(String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        return cursor == null || cursor.begun();
    }

    private void ask(Map<String, @Nullable String> wanted, String conversation) {
        ConversationCursor cursor = cursors.get(conversation);
        if (cursor != null && cursor.begun() && wanted.size() < CURSORS_MAX) {
            wanted.putIfAbsent(conversation, cursor.id());
            asked.put(conversation, cursor.named() ? cursor.seq() : COPIES);
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
