package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.MessageWrites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The message store over {@link Replicas}. A conversation's messages lie in storage partitions of a few each; a partition's
 * rows are written at once, and read at once. Messages are not repaired by reads, heads are.
 */
final class ReplicatedStore implements MessageStore, MessageWrites, Cursors, Durability {

    /** Small, so that every run crosses from one storage partition to the next. */
    private static final int PARTITION_SEQS = 3;

    private static final long INDEX_TTL_MILLIS = Duration.ofDays(45).toMillis();

    private final World world;
    private final Replicas replicas;

    ReplicatedStore(World world) {
        this.world = world;
        this.replicas = new Replicas(world);
    }

    Replicas replicas() {
        return replicas;
    }

    @Override
    public void rows(ConversationId conversation, List<Decided> decided) {
        boolean indexFirst = world.chance().in(0.5);
        if (indexFirst) {
            decided.forEach(this::writeIndex);
        }
        Map<Long, List<Cell<Message>>> byPartition = new TreeMap<>();
        for (Decided one : decided) {
            for (Message message : one.messages()) {
                byPartition
                        .computeIfAbsent(partition(message), _ -> new ArrayList<>())
                        .add(Cell.of(message, one.index().logTime()));
            }
        }
        byPartition.values().forEach(rows -> {
            rows.forEach(row -> world.checks().rows().written(row.value()));
            long seq = rows.getFirst().value().seq();
            replicas.write("write rows", conversation.value(), seq, replica -> replica.putMessages(conversation, rows));
        });
        if (!indexFirst) {
            decided.forEach(this::writeIndex);
        }
    }

    private void writeIndex(Decided decided) {
        IndexRow row = decided.index();
        long expires = world.indexExpires() && !(row.key() instanceof EntryKey.OfCreation)
                ? world.clock().millis() + INDEX_TTL_MILLIS
                : Long.MAX_VALUE;
        Cell<IndexRow> cell = new Cell<>(row, row.logTime(), expires);
        String id = row.key().conversation().value();
        replicas.write("write index", id, row.position().offset(), replica -> replica.putIndex(cell));
    }

    @Override
    public void head(Head head) {
        world.checks().rows().headWritten(head);
        Cell<Head> cell = Cell.of(head, timestamp(head.position()));
        String id = head.conversation().value();
        replicas.write("write head", id, head.position().offset(), replica -> replica.putHead(cell));
    }

    @Override
    public void cursor(Cursor cursor) {
        Cell<Cursor> cell = Cell.of(cursor, cursor.seq());
        String id = cursor.conversation().value();
        replicas.write("write cursor", id, cursor.seq(), replica -> replica.putCursor(cell));
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        List<Replica> read = new ArrayList<>();
        replicas.read("read head", conversation.value(), read::add);
        Cell<Head> latest = latestHead(read, conversation);
        if (latest == null) {
            return null;
        }
        read.forEach(replica -> replica.putHead(latest));
        return latest.value();
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> conversations) {
        Map<ConversationId, Head> heads = new LinkedHashMap<>();
        for (ConversationId conversation : conversations) {
            Head head = head(conversation);
            if (head != null) {
                heads.put(conversation, head);
            }
        }
        return heads;
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        List<IndexRow> found = new ArrayList<>();
        replicas.read("read index", key.conversation().value(), replica -> {
            Cell<IndexRow> row = replica.latest(key, atOrBefore, world.clock().millis());
            if (row != null) {
                found.add(row.value());
            }
        });
        IndexRow latest = null;
        for (IndexRow row : found) {
            latest = latest == null || row.position().isAfter(latest.position()) ? row : latest;
        }
        return latest;
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        List<Message> before = new ArrayList<>();
        List<Message> after = new ArrayList<>();
        long first = Math.max(0, partitionOf(conversation, cursor) - 1);
        // While one partition is read the next may begin: so a row can be missed in the one, and its follower seen in
        // the other.
        for (long p = first; after.size() < limit && p <= newestPartition(conversation); p++) {
            for (Message row : readPartition(conversation, p)) {
                (row.id().compareTo(cursor) <= 0 ? before : after).add(row);
            }
        }
        List<Message> rows = new ArrayList<>(before.isEmpty() ? List.of() : List.of(before.getLast()));
        rows.addAll(after.subList(0, Math.min(limit, after.size())));
        return rows;
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        // Storage partitions may be asked side by side: the answers come in any order.
        boolean oldestFirst = world.chance().in(0.5);
        long newest = partitionOf(conversation, before);
        long oldest = Math.max(0, newest - limit / PARTITION_SEQS - 1);
        TreeMap<MessageId, Message> rows = new TreeMap<>();
        for (long i = 0; oldest + i <= newest; i++) {
            readPartition(conversation, oldestFirst ? oldest + i : newest - i).forEach(row -> rows.put(row.id(), row));
            if (oldestFirst && before.equals(MessageId.MAX)) {
                newest = newestPartition(conversation);
            }
        }
        return rows.headMap(before, false).descendingMap().values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Expired expired(ConversationId conversation) {
        return Expired.NOTHING;
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        List<Cursor> all = new ArrayList<>();
        for (UserId user : users) {
            for (ReceiptKind kind : ReceiptKind.values()) {
                Cursor cursor = cursor(new Replica.Reader(conversation, user, kind));
                if (cursor != null) {
                    all.add(cursor);
                }
            }
        }
        return all;
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        Map<ConversationId, Cursor> all = new LinkedHashMap<>();
        for (ConversationId conversation : conversations) {
            Cursor cursor = cursor(new Replica.Reader(conversation, user, ReceiptKind.READ));
            if (cursor != null) {
                all.put(conversation, cursor);
            }
        }
        return all;
    }

    @Override
    public void advance(Collection<Cursor> cursors) {
        cursors.forEach(this::cursor);
    }

    private @Nullable Cursor cursor(Replica.Reader reader) {
        List<Cell<Cursor>> found = new ArrayList<>();
        replicas.read("read cursor", reader.conversation().value(), replica -> {
            Cell<Cursor> cursor = replica.cursor(reader);
            if (cursor != null) {
                found.add(cursor);
            }
        });
        return found.stream().reduce(Cell::later).map(Cell::value).orElse(null);
    }

    /** The log's readers here are too slow for messages to get old. */
    @Override
    public long expiredSeq(ConversationId conversation) {
        return 0;
    }

    @Override
    public boolean isOnEveryQuorum(Message message) {
        return replicas.all().stream()
                        .map(replica -> replica.messages(message.conversation()).get(message.id()))
                        .filter(cell -> cell != null && cell.value().equals(message))
                        .count()
                >= 2;
    }

    @Override
    public List<List<Message>> onEachQuorum(ConversationId conversation) {
        List<List<Message>> each = new ArrayList<>();
        for (Replica left : replicas.all()) {
            TreeMap<MessageId, Cell<Message>> merged = new TreeMap<>();
            replicas.all().stream()
                    .filter(replica -> replica != left)
                    .forEach(replica ->
                            replica.messages(conversation).forEach((id, cell) -> merged.merge(id, cell, Cell::later)));
            each.add(merged.values().stream().map(Cell::value).toList());
        }
        return each;
    }

    @Override
    public List<@Nullable Head> headsOnEachQuorum(ConversationId conversation) {
        List<@Nullable Head> each = new ArrayList<>();
        for (Replica left : replicas.all()) {
            List<Replica> two =
                    replicas.all().stream().filter(replica -> replica != left).toList();
            Cell<Head> head = latestHead(two, conversation);
            each.add(head == null ? null : head.value());
        }
        return each;
    }

    private static @Nullable Cell<Head> latestHead(List<Replica> replicas, ConversationId conversation) {
        Cell<Head> latest = null;
        for (Replica replica : replicas) {
            Cell<Head> head = replica.head(conversation);
            latest = head == null ? latest : Cell.later(latest, head);
        }
        return latest;
    }

    /** A position as the one number that a store's timestamp is. */
    private static long timestamp(Position position) {
        return ((long) position.generation() << 40) + position.offset();
    }

    private List<Message> readPartition(ConversationId conversation, long partition) {
        TreeMap<MessageId, Cell<Message>> merged = new TreeMap<>();
        replicas.read("read rows", conversation.value(), replica -> {
            world.checks().readings().rowsRead(conversation);
            replica.messages(conversation).forEach((id, cell) -> {
                if (partition(cell.value()) == partition) {
                    merged.merge(id, cell, Cell::later);
                }
            });
        });
        return merged.values().stream().map(Cell::value).toList();
    }

    private long newestPartition(ConversationId conversation) {
        world.scheduler().step("newest partition", conversation.value(), 0);
        return partitionOf(conversation, MessageId.MAX);
    }

    private static long partition(Message message) {
        return (message.seq() - 1) / PARTITION_SEQS;
    }

    /** The partition in which a cursor lies; in the real store this is the cursor's time. */
    private long partitionOf(ConversationId conversation, MessageId cursor) {
        long partition = 0;
        for (Replica replica : replicas.all()) {
            var row = replica.messages(conversation).lowerEntry(cursor);
            partition = row == null
                    ? partition
                    : Math.max(partition, partition(row.getValue().value()));
        }
        return partition;
    }
}
