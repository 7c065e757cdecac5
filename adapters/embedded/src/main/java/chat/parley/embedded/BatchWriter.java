package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.PartitionWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Stores a batch in one atomic, synced write: rows, membership, heads, cursors, delivery events and the covered position.
 * All who wait for an entry of the batch share its fsync.
 *
 * <p>As all of it is one write, whatever stands at or before the covered position is stored whole, and is left out when
 * it comes again.
 */
final class BatchWriter implements PartitionWriter {

    private final Engine engine;
    private final LogState state;
    private final StoredRosters rosters;
    private final DeliveryQueue delivery;

    BatchWriter(Engine engine, LogState state, StoredRosters rosters, DeliveryQueue delivery) {
        this.engine = engine;
        this.state = state;
        this.rosters = rosters;
        this.delivery = delivery;
    }

    @Override
    public void write(Batch batch, Runnable stored) {
        engine.write(() -> {
            List<Decided> fresh = fresh(batch.decided());
            delivery.requireRoom(fresh.size());
            LogEnd end = endAfter(batch);
            Map<ConversationId, Roster> changed = new HashMap<>();
            List<Logged<DeliveryEvent>> events = new ArrayList<>(fresh.size());
            engine.commit(end.position(), changes -> {
                IndexWriter index = new IndexWriter(changes, state);
                for (Decided decided : fresh) {
                    index.write(decided.index());
                    writeMessages(changes, decided.messages());
                    writeMembers(changes, decided.change(), changed);
                    events.add(DeliveryQueue.write(changes, decided));
                }
                for (Head head : batch.heads()) {
                    writeHead(changes, head);
                }
                StoredCursors.write(changes, batch.cursors(), firstSeqs(fresh));
                writeEnd(changes, end);
                delivery.writeProgress(changes);
            });
            // Before the end of the log is seen: a catch-up whose token covers a change has to know of the change.
            rosters.committed(changed);
            state.covered(end);
            delivery.published(events);
        });
        stored.run();
    }

    private List<Decided> fresh(List<Decided> decided) {
        Position covered = state.covered().position();
        return decided.stream()
                .filter(one -> one.index().position().isAfter(covered))
                .toList();
    }

    private LogEnd endAfter(Batch batch) {
        LogEnd before = state.covered();
        Position position = batch.covered().isAfter(before.position()) ? batch.covered() : before.position();
        long logTime = before.logTimeMillis();
        for (Decided decided : batch.decided()) {
            logTime = Math.max(logTime, decided.index().logTime());
        }
        return new LogEnd(position, logTime);
    }

    private static void writeMessages(Changes changes, List<Message> messages) throws RocksDBException {
        for (Message message : messages) {
            byte[] key = Keys.message(message.conversation(), message.id());
            changes.put(Family.MESSAGES, key, MessageRow.write(changes.row(), key, message));
        }
    }

    private void writeMembers(Changes changes, @Nullable MembershipChange change, Map<ConversationId, Roster> changed)
            throws RocksDBException {
        if (change == null) {
            return;
        }
        Roster earlier = changed.get(change.conversation());
        Roster before = earlier == null ? rosters.roster(change.conversation()) : earlier;
        Roster after = before == null ? Roster.created(change) : before.with(change);
        StoredRosters.write(changes, before, after, change);
        changed.put(change.conversation(), after);
    }

    private void writeHead(Changes changes, Head head) throws RocksDBException {
        if (head.position().isAfter(state.covered().position())) {
            byte[] key = Keys.conversation(head.conversation());
            changes.put(Family.HEADS, key, StateRows.head(changes.row(), key, head));
        }
    }

    /** Where the messages that are new with this batch begin in each conversation. */
    private static Map<ConversationId, Long> firstSeqs(List<Decided> fresh) {
        Map<ConversationId, Long> firsts = HashMap.newHashMap(fresh.size());
        for (Decided decided : fresh) {
            if (!decided.messages().isEmpty()) {
                firsts.putIfAbsent(
                        decided.event().conversation(),
                        decided.messages().getFirst().seq());
            }
        }
        return firsts;
    }

    private void writeEnd(Changes changes, LogEnd end) throws RocksDBException {
        if (!end.equals(state.covered())) {
            changes.put(Family.META, Keys.COVERED, StateRows.logEnd(changes.row(), Keys.COVERED, end));
        }
    }
}
