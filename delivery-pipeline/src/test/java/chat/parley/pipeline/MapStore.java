package chat.parley.pipeline;

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
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.DirectoryWrites;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.MessageWrites;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All stores in maps, writing down each call, and failing when told to. */
final class MapStore implements MessageStore, MessageWrites, Cursors, Directory, DirectoryWrites {

    final List<String> calls = new ArrayList<>();
    final Map<ConversationId, TreeMap<MessageId, Message>> messages = new HashMap<>();
    final Map<EntryKey, TreeMap<Position, IndexRow>> index = new HashMap<>();
    final Map<ConversationId, Head> heads = new HashMap<>();
    final Map<List<Object>, Cursor> cursors = new HashMap<>();
    final Map<ConversationId, Roster> rosters = new TreeMap<>();
    Expired expired = Expired.NOTHING;

    /** Of these neither members nor heads can be read. */
    final Set<ConversationId> unreadable = new HashSet<>();

    /** A call that begins so fails once; empty for none. */
    String failing = "";

    /** Run before rows are read, once. */
    Runnable beforeRows = () -> {};

    @Override
    public void rows(ConversationId conversation, List<Decided> decided) {
        call("rows " + decided.size());
        for (Decided one : decided) {
            index.computeIfAbsent(one.index().key(), _ -> new TreeMap<>())
                    .put(one.index().position(), one.index());
            one.messages().forEach(this::put);
        }
    }

    void put(Message message) {
        messages.computeIfAbsent(message.conversation(), _ -> new TreeMap<>()).put(message.id(), message);
    }

    @Override
    public void head(Head head) {
        call("write head " + head.position());
        heads.merge(head.conversation(), head, (a, b) -> b.position().isAfter(a.position()) ? b : a);
    }

    @Override
    public void cursor(Cursor cursor) {
        call("write cursor " + cursor.user());
        cursors.merge(
                List.of(cursor.conversation(), cursor.user(), cursor.kind()),
                cursor,
                (a, b) -> b.seq() > a.seq() ? b : a);
    }

    @Override
    public void project(MembershipChange change) {
        call("project " + change.at());
        Roster before = rosters.get(change.conversation());
        rosters.put(change.conversation(), before == null ? Roster.created(change) : before.with(change));
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        call("head");
        requireReadable(conversation);
        return heads.get(conversation);
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        call("heads");
        Map<ConversationId, Head> found = new HashMap<>(heads);
        found.keySet().retainAll(conversations);
        return found;
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        call("index");
        var row = index.getOrDefault(key, new TreeMap<>()).floorEntry(atOrBefore);
        return row == null ? null : row.getValue();
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        readingRows();
        NavigableMap<MessageId, Message> all = of(conversation);
        var anchor = all.floorEntry(cursor);
        List<Message> rows = new ArrayList<>(anchor == null ? List.of() : List.of(anchor.getValue()));
        all.tailMap(cursor, false).values().stream().limit(limit).forEach(rows::add);
        return rows;
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        readingRows();
        return of(conversation).headMap(before, false).descendingMap().values().stream()
                .limit(limit)
                .toList();
    }

    private void readingRows() {
        call("read rows");
        Runnable first = beforeRows;
        beforeRows = () -> {};
        first.run();
    }

    @Override
    public Expired expired(ConversationId conversation) {
        return expired;
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
        call("roster");
        requireReadable(conversation);
        return rosters.get(conversation);
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        Map<ConversationId, Membership> memberships = new TreeMap<>();
        rosters.forEach((id, roster) -> {
            Tenure tenure = roster.member(user);
            if (tenure != null) {
                memberships.put(id, Membership.of(tenure));
            }
        });
        return memberships;
    }

    private void requireReadable(ConversationId conversation) {
        if (unreadable.contains(conversation)) {
            throw new StoreUnavailable(conversation + " is damaged");
        }
    }

    NavigableMap<MessageId, Message> of(ConversationId conversation) {
        return messages.getOrDefault(conversation, new TreeMap<>());
    }

    private void call(String call) {
        if (!failing.isEmpty() && call.startsWith(failing)) {
            failing = "";
            throw new StoreUnavailable(call);
        }
        calls.add(call);
    }
}
