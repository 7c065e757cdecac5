package chat.parley.embedded;

import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.port.Log.Logged;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads delivery events from disk, with the messages that they name. */
final class StoredEvents {

    private StoredEvents() {}

    /** The position of the last event, or the given one when none is behind it. */
    static Position last(Database database, Position atLeast) throws RocksDBException {
        try (RocksIterator rows = database.iterator(Family.EVENTS)) {
            rows.seekToLast();
            rows.status();
            Position last = rows.isValid() ? RowReader.ofKey(rows.key()).position() : atLeast;
            return last.isAfter(atLeast) ? last : atLeast;
        }
    }

    /** The position of the first event behind one that there is one behind. */
    static Position first(Database database, Position after) throws RocksDBException {
        try (RocksIterator rows = database.iterator(Family.EVENTS)) {
            rows.seek(Keys.event(after.next()));
            rows.status();
            return RowReader.ofKey(rows.key()).position();
        }
    }

    /** How many events are behind one position, and at or before another. */
    static long count(Database database, Position after, Position through) throws RocksDBException {
        try (RocksIterator rows = database.iterator(Family.EVENTS)) {
            long count = 0;
            for (rows.seek(Keys.event(after.next())); rows.isValid(); rows.next()) {
                if (RowReader.ofKey(rows.key()).position().isAfter(through)) {
                    break;
                }
                count++;
            }
            rows.status();
            return count;
        }
    }

    static List<Logged<DeliveryEvent>> read(Database database, Position after, Position through, int max)
            throws RocksDBException {
        List<Logged<DeliveryEvent>> events = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.EVENTS);
                RocksIterator messages = database.iterator(Family.MESSAGES)) {
            for (rows.seek(Keys.event(after.next())); rows.isValid() && events.size() < max; rows.next()) {
                EventRow row = EventRow.read(rows.key(), rows.value());
                if (row.logPosition().isAfter(through)) {
                    break;
                }
                events.add(new Logged<>(
                        row.logPosition(), row.logTimeMillis(), row.event(messagesOf(row, database, messages))));
            }
            rows.status();
        }
        return events;
    }

    private static List<Message> messagesOf(EventRow row, Database database, RocksIterator rows)
            throws RocksDBException {
        List<Message> messages = new ArrayList<>(row.messages());
        if (row.messages() == 0) {
            return messages;
        }
        byte[] prefix = Keys.conversation(row.conversation());
        for (rows.seek(Keys.message(row.conversation(), row.first()));
                rows.isValid() && messages.size() < row.messages() && Keys.hasPrefix(rows.key(), prefix);
                rows.next()) {
            Message message = MessageRow.read(rows.key(), rows.value());
            if (!message.position().equals(row.position())) {
                break;
            }
            messages.add(message);
        }
        rows.status();
        if (messages.size() < row.messages() && !isExpired(row, database)) {
            throw new DamagedRow("the messages of the event at " + row.logPosition() + " are not there");
        }
        return messages;
    }

    private static boolean isExpired(EventRow row, Database database) throws RocksDBException {
        byte[] key = Keys.conversation(row.conversation());
        byte[] value = database.get(Family.FLOORS, key);
        return value != null && StateRows.floor(key, value).id().compareTo(row.first()) >= 0;
    }
}
