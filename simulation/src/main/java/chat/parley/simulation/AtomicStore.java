package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One store for everything, which takes a batch whole or not at all, as the embedded one does. */
final class AtomicStore implements MessageStore, Cursors, Directory, PartitionWriter, Durability {

    private final World world;
    private final Members members;
    private final SimulatedLog<DeliveryEvent> deliveryLog;
    private final Map<ConversationId, TreeMap<MessageId, Message>> messages = new HashMap<>();
    private final Map<EntryKey, TreeMap<Position, IndexRow>> index = new HashMap<>();
    private final Map<ConversationId, Head> heads = new HashMap<>();
    private final Map<Replica.Reader, Cursor> cursors = new HashMap<>();
    private final Map<ConversationId, Expired> floors = new HashMap<>();
    private Position covered = Position.START;
    private boolean quiet;

    AtomicStore(World world, Members members, SimulatedLog<DeliveryEvent> deliveryLog) {
        this.world = world;
        this.members = members;
        this.deliveryLog = deliveryLog;
    }

    /** Up to where the log's entries are stored, or need not be. */
    Position covered() {
        return covered;
    }

    @Override
    public void write(Batch batch, Runnable stored) {
        world.scheduler().step("write batch", "", batch.covered().offset());
        boolean fails = world.chance().in(world.faults().write());
        if (!fails || world.chance().in(0.5)) {
            apply(batch);
        }
        if (fails) {
            throw new StoreUnavailable("the disk did not answer");
        }
        world.scheduler().step("batch written", "", batch.covered().offset());
        stored.run();
    }

    private void apply(Batch batch) {
        for (Decided decided : batch.decided()) {
            IndexRow row = decided.index();
            index.computeIfAbsent(row.key(), _ -> new TreeMap<>()).put(row.position(), row);
            for (Message message : decided.messages()) {
                world.checks().rows().written(message);
                messages.computeIfAbsent(message.conversation(), _ -> new TreeMap<>())
                        .put(message.id(), message);
            }
            if (decided.change() != null) {
                members.apply(decided.change());
            }
        }
        batch.heads().forEach(head -> {
            world.checks().rows().headWritten(head);
            heads.put(head.conversation(), head);
        });
        batch.cursors().forEach(this::move);
        batch.decided().forEach(decided -> deliveryLog.put(decided.event()));
        deliveryLog.saveCommitted();
        covered = batch.covered().isAfter(covered) ? batch.covered() : covered;
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        read("read head", conversation.value());
        return heads.get(conversation);
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        read("read heads", "");
        Map<ConversationId, Head> found = new LinkedHashMap<>();
        for (ConversationId id : conversations) {
            Head head = heads.get(id);
            if (head != null) {
                found.put(id, head);
            }
        }
        return found;
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        read("read index", key.conversation().value());
        var row = index.getOrDefault(key, new TreeMap<>()).floorEntry(atOrBefore);
        return row == null ? null : row.getValue();
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        read("read rows", conversation.value());
        world.checks().readings().rowsRead(conversation);
        NavigableMap<MessageId, Message> all = of(conversation);
        var anchor = all.floorEntry(cursor);
        List<Message> rows = new ArrayList<>(anchor == null ? List.of() : List.of(anchor.getValue()));
        all.tailMap(cursor, false).values().stream().limit(limit).forEach(rows::add);
        return rows;
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        read("read rows", conversation.value());
        world.checks().readings().rowsRead(conversation);
        return of(conversation).headMap(before, false).descendingMap().values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Expired expired(ConversationId conversation) {
        read("read floor", conversation.value());
        return floors.getOrDefault(conversation, Expired.NOTHING);
    }

    /** Takes away what is older, conversation by conversation, in one step each, as the embedded store does. */
    void expireBefore(MessageId first) {
        for (ConversationId conversation : List.copyOf(messages.keySet())) {
            world.scheduler().step("expire", conversation.value(), first.value());
            NavigableMap<MessageId, Message> gone = of(conversation).headMap(first, false);
            if (!gone.isEmpty()) {
                Message last = gone.lastEntry().getValue();
                floors.put(conversation, new Expired(last.seq(), last.messageCount()));
                gone.clear();
            }
        }
    }

    @Override
    public long expiredSeq(ConversationId conversation) {
        return floors.getOrDefault(conversation, Expired.NOTHING).seq();
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        read("read cursors", conversation.value());
        return cursors.values().stream()
                .filter(cursor -> cursor.conversation().equals(conversation) && users.contains(cursor.user()))
                .toList();
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        read("read cursors", user.value());
        Map<ConversationId, Cursor> found = new LinkedHashMap<>();
        for (ConversationId id : conversations) {
            Cursor cursor = cursors.get(new Replica.Reader(id, user, ReceiptKind.READ));
            if (cursor != null) {
                found.put(id, cursor);
            }
        }
        return found;
    }

    @Override
    public void advance(Collection<Cursor> moved) {
        world.scheduler().step("write cursors", "", moved.size());
        boolean fails = world.chance().in(world.faults().write());
        if (!fails || world.chance().in(0.5)) {
            moved.forEach(this::move);
        }
        if (fails) {
            throw new StoreUnavailable("the disk did not answer");
        }
    }

    private void move(Cursor cursor) {
        cursors.merge(Replica.Reader.of(cursor), cursor, (one, other) -> other.seq() > one.seq() ? other : one);
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        read("read roster", conversation.value());
        return members.roster(conversation);
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        read("read memberships", user.value());
        return members.memberships(user);
    }

    @Override
    public boolean isOnEveryQuorum(Message message) {
        return message.seq() <= expiredSeq(message.conversation())
                || message.equals(of(message.conversation()).get(message.id()));
    }

    @Override
    public List<List<Message>> onEachQuorum(ConversationId conversation) {
        return List.of(List.copyOf(of(conversation).values()));
    }

    @Override
    public List<@Nullable Head> headsOnEachQuorum(ConversationId conversation) {
        List<@Nullable Head> one = new ArrayList<>();
        one.add(heads.get(conversation));
        return one;
    }

    private NavigableMap<MessageId, Message> of(ConversationId conversation) {
        return messages.getOrDefault(conversation, new TreeMap<>());
    }

    /** A look of nobody's, in no step. */
    <T> T quietly(java.util.function.Supplier<T> look) {
        quiet = true;
        try {
            return look.get();
        } finally {
            quiet = false;
        }
    }

    private void read(String what, String subject) {
        if (quiet) {
            return;
        }
        world.scheduler().step(what, subject, 0);
        if (world.chance().in(world.faults().read())) {
            throw new StoreUnavailable(what + ": the disk did not answer");
        }
    }
}
