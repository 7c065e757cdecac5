package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.push.Trace;
import chat.parley.push.port.TraceRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.rocksdb.RocksIterator;

/** Reads and writes the ways of messages, and deletes them by the day. */
final class StoredTraces implements TraceRecords {

    private final Engine engine;

    StoredTraces(Engine engine) {
        this.engine = engine;
    }

    /** Numbered by the database's own count of writes, which goes on over restarts. */
    @Override
    public void record(Collection<Trace> steps) {
        if (steps.isEmpty()) {
            return;
        }
        engine.write(() -> {
            long written = engine.read(Database::writes);
            engine.commitUnsynced(changes -> {
                long number = written;
                for (Trace step : steps) {
                    byte[] key = TraceRows.key(step, ++number);
                    changes.put(Family.TRACES, key, TraceRows.write(changes.row(), key, step));
                }
            });
        });
    }

    @Override
    public List<Trace> of(ConversationId conversation, MessageId message) {
        byte[] prefix = TraceRows.of(conversation, message);
        return engine.read(database -> {
            List<Trace> steps = new ArrayList<>();
            try (RocksIterator rows = database.iterator(Family.TRACES)) {
                for (rows.seek(prefix); rows.isValid(); rows.next()) {
                    byte[] key = rows.key();
                    if (!Keys.hasPrefix(key, prefix)) {
                        break;
                    }
                    steps.add(TraceRows.read(key, rows.value()));
                }
                rows.status();
            }
            return steps;
        });
    }

    @Override
    public void removeBefore(long millis) {
        byte[] from = TraceRows.day(MessageId.ZERO);
        byte[] to = TraceRows.day(MessageId.firstAt(millis));
        if (engine.read(database -> database.hasRows(Family.TRACES, from, to))) {
            engine.write(() -> engine.commit(null, changes -> changes.deleteRange(Family.TRACES, from, to)));
            engine.run(database -> database.dropFiles(Family.TRACES, from, to));
        }
    }
}
