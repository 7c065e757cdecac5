package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Tenure;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a conversation in its order, and never past a hole: a missing {@code seq} is a message that is being written,
 * and whoever had read on would not see it any more. Whether the reader is a member is the caller's question.
 */
public final class History {

    /** One more look is worth it when a hole is seen: most are closed within a write's time. */
    private static final int LOOKS_MAX = 3;

    /** @param more whether there is more in this direction */
    public record Page(List<Message> messages, boolean more) {
        public Page {
            messages = List.copyOf(messages);
        }
    }

    private final MessageStore store;

    public History(MessageStore store) {
        this.store = store;
    }

    /**
     * What follows a cursor, oldest first. Ends before a hole.
     *
     * @param cursor exclusive; need not be a message's
     * @param reader the membership by which it is read
     */
    public Page after(ConversationId conversation, MessageId cursor, Tenure reader, int limit) {
        MessageId from = cursor.compareTo(reader.hiddenThrough()) > 0 ? cursor : reader.hiddenThrough();
        List<Message> rows = store.rowsAfter(conversation, from, limit + 1);
        long expected = store.expired(conversation).seq() + 1;
        List<Message> page = new ArrayList<>(rows.size());
        for (Message row : rows) {
            boolean isAnchor = row.id().compareTo(from) <= 0;
            if (row.seq() > expected && !isAnchor) {
                return new Page(page, false);
            }
            if (page.size() == limit) {
                return new Page(page, true);
            }
            if (!isAnchor) {
                page.add(row);
            }
            expected = row.seq() + 1;
        }
        return new Page(page, false);
    }

    /**
     * What comes before a cursor, newest first. A page with a hole in it is read again; if the hole stays, the newest
     * page begins below it.
     *
     * @param before exclusive; {@link MessageId#MAX} for the newest page
     * @throws StoreUnavailable when there is a hole below the cursor that does not close
     */
    public Page before(ConversationId conversation, MessageId before, Tenure reader, int limit) {
        boolean newest = before.equals(MessageId.MAX);
        List<Message> rows = List.of();
        int hole = -1;
        for (int look = 0; look < LOOKS_MAX; look++) {
            // With the cursor's own row, when there is one: it tells at which seq the page has to begin.
            rows = visible(store.rowsBefore(conversation, newest ? before : before.next(), limit + 2), reader);
            hole = holeIn(rows);
            if (hole < 0 && reachesTheFirst(conversation, rows, reader, limit)) {
                return page(rows, before, limit);
            }
        }
        if (newest && hole > 0) {
            return before(conversation, rows.get(hole).id().next(), reader, limit);
        }
        throw new StoreUnavailable("the store does not show a whole page of " + conversation);
    }

    private static Page page(List<Message> rows, MessageId before, int limit) {
        boolean withCursor = !rows.isEmpty() && rows.getFirst().id().equals(before);
        List<Message> page = withCursor ? rows.subList(1, rows.size()) : rows;
        return new Page(page.subList(0, Math.min(limit, page.size())), page.size() > limit);
    }

    /** Whether rows that end early end where the reader's history does, and not at a hole. */
    private boolean reachesTheFirst(ConversationId conversation, List<Message> rows, Tenure reader, int limit) {
        return rows.isEmpty()
                || rows.size() == limit + 2
                || rows.getLast().seq() <= reader.firstVisibleSeq()
                || rows.getLast().seq() <= store.expired(conversation).seq() + 1;
    }

    private static List<Message> visible(List<Message> rows, Tenure reader) {
        return rows.stream()
                .filter(row -> row.id().compareTo(reader.hiddenThrough()) > 0)
                .toList();
    }

    /** Where the next lower {@code seq} is missing above, -1 when none is. */
    private static int holeIn(List<Message> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).seq() != rows.get(i - 1).seq() - 1) {
                return i;
            }
        }
        return -1;
    }
}
