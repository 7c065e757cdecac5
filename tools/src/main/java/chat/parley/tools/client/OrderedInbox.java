package chat.parley.tools.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on each message once, each conversation's in its order. A few that come out of turn are held back until the
 * hole before them is filled; more are let go and asked for again, as the store keeps them.
 *
 * <p>A conversation begins where it stood at the first catch-up, or with the first message seen of it; what was before
 * is history, for the REST interface.
 */
public final class OrderedInbox implements Inbox {

    /** A sync frame with so many cursors stays well below its 64 KiB. */
    private static final int CURSORS_MAX = 500;

    private final Consumer<ServerFrame.Message> messages;
    private final Map<String, ConversationCursor> cursors = new HashMap<>();
    private final Set<String> holes = new HashSet<>();
    /** What the catch-up under way was asked for by cursor, and was not yet listed in its end. */
    private final Set<String> asked = new HashSet<>();

    private @Nullable String since;
    private boolean stale = true;
    private boolean listsAll;

    /** @param messages is given each message once, in order */
    public OrderedInbox(Consumer<ServerFrame.Message> messages) {
        this.messages = messages;
    }

    @Override
    public boolean take(FrameScan scan) {
        if (!(ServerFrame.read(scan.bytes(), scan.begin(), scan.length()) instanceof ServerFrame.Message message)) {
            return true;
        }
        String conversation = message.conversationId();
        ConversationCursor cursor =
                cursors.computeIfAbsent(conversation, _ -> new ConversationCursor(message.seq() - 1, null));
        cursor.take(message, messages);
        return mark(conversation, cursor);
    }

    @Override
    public boolean acked(ServerFrame.Ack ack) {
        ConversationCursor cursor =
                cursors.computeIfAbsent(ack.conversationId(), _ -> new ConversationCursor(ack.seq() - 1, null));
        cursor.own(ack.seq(), ack.messageId(), messages);
        return mark(ack.conversationId(), cursor);
    }

    @Override
    public void synced(ServerFrame.Synced synced) {
        synced.conversations().forEach((conversation, standing) -> {
            ConversationCursor cursor = cursors.computeIfAbsent(
                    conversation, _ -> new ConversationCursor(standing.lastSeq(), standing.lastMessageId()));
            boolean whole = asked.remove(conversation) && !standing.more();
            cursor.listed(standing.lastSeq(), standing.lastMessageId(), whole, messages);
            mark(conversation, cursor);
        });
        if (synced.partial()) {
            return;
        }
        if (listsAll) {
            // What was asked for and is not among all of one's conversations is one's own no more.
            asked.forEach(this::forget);
        }
        asked.clear();
        stale = false;
        if (synced.since() != null) {
            since = synced.since();
            cursors.values().forEach(ConversationCursor::rest);
        }
    }

    @Override
    public void reconnected() {
        stale = true;
        asked.clear();
    }

    @Override
    public @Nullable Lacking lacking() {
        if (!stale && holes.isEmpty()) {
            return null;
        }
        Map<String, @Nullable String> wanted = new HashMap<>();
        for (String conversation : holes) {
            ask(wanted, conversation, cursors.get(conversation));
        }
        listsAll = !stale || since == null;
        if (stale) {
            // `since` would bring once more what came live since it was given.
            cursors.forEach((conversation, cursor) -> {
                if (cursor.moved()) {
                    ask(wanted, conversation, cursor);
                }
            });
        }
        asked.addAll(wanted.keySet());
        return new Lacking(stale ? since : null, wanted);
    }

    /** The cursor of a conversation that one has left is of no use. */
    public void forget(String conversation) {
        cursors.remove(conversation);
        holes.remove(conversation);
    }

    private static void ask(
            Map<String, @Nullable String> wanted, String conversation, @Nullable ConversationCursor cursor) {
        if (cursor != null && wanted.size() < CURSORS_MAX) {
            wanted.putIfAbsent(conversation, cursor.id());
        }
    }

    /** @return whether nothing is lacking of it */
    private boolean mark(String conversation, ConversationCursor cursor) {
        boolean lacks = cursor.lacks();
        if (lacks) {
            holes.add(conversation);
        } else {
            holes.remove(conversation);
        }
        return !lacks;
    }
}
