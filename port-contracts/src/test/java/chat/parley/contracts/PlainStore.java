package chat.parley.contracts;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.DirectoryWrites;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.MessageWrites;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The simplest stores that keep the promises, in maps: shows that the suites ask for nothing more. */
final class PlainStore implements MessageStore, MessageWrites, Cursors, Directory, DirectoryWrites {

    private final Map<ConversationId, Head> heads = new HashMap<>();
    private final Map<ConversationId, TreeMap<MessageId, Message>> messages = new HashMap<>();
    private final Map<EntryKey, TreeMap<Position, IndexRow>> index = new HashMap<>();
    private final Map<List<Object>, Cursor> cursors = new HashMap<>();
    private final Map<ConversationId, Roster> rosters = new HashMap<>();

    @Override
    public void rows(ConversationId conversation, List<Decided> decided) {
        for (Decided one : decided) {
            index.computeIfAbsent(one.index().key(), _ -> new TreeMap<>())
                    .put(one.index().position(), one.index());
            for (Message message : one.messages()) {
                messages.computeIfAbsent(conversation, _ -> new TreeMap<>()).put(message.id(), message);
            }
        }
    }

    @Override
    public void head(Head head) {
        heads.merge(head.conversation(), head, (old, fresh) -> old.position().isAfter(fresh.position()) ? old : fresh);
    }

    @Override
    public void cursor(Cursor cursor) {
        cursors.merge(
                List.of(cursor.conversation(), cursor.user(), cursor.kind()),
                cursor,
                (old, fresh) -> old.seq() > fresh.seq() ? old : fresh);
    }

    @Override
    public void project(MembershipChange change) {
        rosters.merge(
                change.conversation(),
                change.created() == null ? rosters.get(change.conversation()) : Roster.created(change),
                (known, _) -> known.with(change));
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        return heads.get(conversation);
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        return conversations.stream().filter(heads::containsKey).collect(Collectors.toMap(id -> id, heads::get));
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        Map.Entry<Position, IndexRow> row =
                index.getOrDefault(key, new TreeMap<>()).floorEntry(atOrBefore);
        return row == null ? null : row.getValue();
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        TreeMap<MessageId, Message> rows = messages.getOrDefault(conversation, new TreeMap<>());
        MessageId anchor = rows.floorKey(cursor);
        return rows.tailMap(anchor == null ? cursor : anchor).values().stream()
                .limit(anchor == null ? limit : limit + 1L)
                .toList();
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        return messages
                .getOrDefault(conversation, new TreeMap<>())
                .headMap(before, false)
                .descendingMap()
                .values()
                .stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Expired expired(ConversationId conversation) {
        return Expired.NOTHING;
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        return cursors.values().stream()
                .filter(cursor -> cursor.conversation().equals(conversation) && users.contains(cursor.user()))
                .toList();
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        return cursors.values().stream()
                .filter(cursor ->
                        cursor.kind() == ReceiptKind.READ && cursor.user().equals(user))
                .filter(cursor -> conversations.contains(cursor.conversation()))
                .collect(Collectors.toMap(Cursor::conversation, cursor -> cursor));
    }

    @Override
    public void advance(Collection<Cursor> moved) {
        moved.forEach(this::cursor);
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        return rosters.get(conversation);
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        Map<ConversationId, Membership> memberships = new HashMap<>();
        rosters.forEach((id, roster) -> {
            Tenure tenure = roster.member(user);
            if (tenure != null) {
                memberships.put(id, Membership.of(tenure));
            }
        });
        return memberships;
    }
}
