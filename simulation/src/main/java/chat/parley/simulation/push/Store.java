package chat.parley.simulation.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The facts as the pipeline's ports show them, with looks that may fail. */
final class Store implements MessageStore, Cursors, Directory {

    private final PushWorld world;
    private final Facts facts;

    Store(PushWorld world) {
        this.world = world;
        this.facts = world.facts;
    }

    private void look(String what, String subject) {
        if (world.looksAreSteps) {
            world.scheduler.step(what, subject, 0);
        }
        if (world.chance.in(world.faults.read())) {
            throw new StoreUnavailable(what + ": the disk did not answer");
        }
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        return heads(List.of(conversation)).get(conversation);
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        look("read heads", "");
        Map<ConversationId, Head> found = new TreeMap<>();
        for (ConversationId id : conversations) {
            List<Facts.Row> rows = facts.rowsOf(id);
            if (!rows.isEmpty()) {
                Message m = rows.getLast().message();
                found.put(id, new Head(id, m.position(), m.seq(), m.id(), m.serverTs(), m.messageCount()));
            }
        }
        return found;
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        throw new UnsupportedOperationException("push has nothing to look for in the index");
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        look("read rows", conversation.value());
        return facts.rowsOf(conversation).stream()
                .map(Facts.Row::message)
                .filter(one -> one.id().compareTo(cursor) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        look("read rows", conversation.value());
        return facts.rowsOf(conversation).reversed().stream()
                .map(Facts.Row::message)
                .filter(one -> one.id().compareTo(before) < 0)
                .limit(limit)
                .toList();
    }

    @Override
    public Expired expired(ConversationId conversation) {
        return Expired.NOTHING;
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> some) {
        look("read cursors", conversation.value());
        return some.stream()
                .map(user -> facts.cursorOf(conversation, user).now())
                .filter(cursor -> cursor.seq() > 0)
                .toList();
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        look("read cursors", user.value());
        Map<ConversationId, Cursor> found = new TreeMap<>();
        for (ConversationId id : conversations) {
            Cursor cursor = facts.cursorOf(id, user).now();
            if (cursor.seq() > 0) {
                found.put(id, cursor);
            }
        }
        return found;
    }

    @Override
    public void advance(Collection<Cursor> cursors) {
        throw new UnsupportedOperationException("push moves no cursor");
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        look("read roster", conversation.value());
        return facts.rosterOf(conversation).now();
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        look("read memberships", user.value());
        Map<ConversationId, Membership> found = new TreeMap<>();
        for (ConversationId id : facts.conversations()) {
            Tenure tenure = facts.rosterOf(id).now().member(user);
            if (tenure != null) {
                found.put(id, Membership.of(tenure));
            }
        }
        return found;
    }
}
