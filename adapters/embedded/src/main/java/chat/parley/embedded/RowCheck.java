package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.embedded.AckedMark.Mark;
import chat.parley.embedded.Verifier.Counts;
import chat.parley.embedded.Verifier.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads all rows, conversation by conversation through all families side by side, and holds them against each other. */
final class RowCheck {

    private static final int EVENTS_AT_ONCE = 512;
    private static final int ROWS_BETWEEN_PROGRESS = 100_000;

    private final Database database;
    private final Findings findings;
    private final Consumer<Progress> progress;
    private final LogState state = new LogState();
    private final Tally tally = new Tally();

    RowCheck(Database database, Findings findings, Consumer<Progress> progress) {
        this.database = database;
        this.findings = findings;
        this.progress = progress;
    }

    /** What was counted on the way. */
    static final class Tally {
        long conversations;
        long messages;
        long indexRows;
        long cursors;
        long openTenures;
        long entriesUndelivered;
    }

    Counts run(@Nullable Mark mark) throws RocksDBException {
        Position delivered = checkState(mark);
        IndexSums expected = new IndexSums();
        try {
            checkConversations(expected);
            new IndexCheck(database, state.covered(), delivered, expected, findings, tally).run(progress);
        } catch (DamagedRow | IllegalArgumentException e) {
            findings.fault("db", "a row has a key that nobody wrote: " + e.getMessage());
        }
        long memberships = checkMemberships();
        long undelivered = checkEvents(delivered);
        long users = new AccountsCheck(database, findings).run();
        checkActivity();
        progress.accept(new Progress("wake-ups", 0, database.estimatedRows(Family.WAKEUPS)));
        new PushCheck(database, findings).run();
        return new Counts(
                tally.conversations, tally.messages, tally.indexRows, memberships, tally.cursors, undelivered, users);
    }

    private Position checkState(@Nullable Mark mark) throws RocksDBException {
        Position delivered = Position.START;
        try {
            state.load(database);
            byte[] row = database.get(Family.META, Keys.DELIVERED);
            delivered = row == null ? Position.START : StateRows.position(Keys.DELIVERED, row);
        } catch (DamagedRow e) {
            findings.fault("family default", "where the logs stand is damaged: " + e.getMessage());
        }
        Position covered = state.covered().position();
        if (mark != null && mark.acked().isAfter(covered)) {
            findings.fault(
                    "db", "it ends at " + covered + ", but everything up to " + mark.acked() + " was acknowledged");
        }
        return delivered;
    }

    private void checkConversations(IndexSums expected) throws RocksDBException {
        long total = database.estimatedRows(Family.MESSAGES);
        long told = 0;
        try (SideBySide rows = new SideBySide(database)) {
            ConversationCheck check = new ConversationCheck(database, rows, state.covered(), expected, findings, tally);
            for (ConversationId id = rows.next(); id != null; id = rows.next()) {
                check.run(id);
                if (tally.messages - told >= ROWS_BETWEEN_PROGRESS) {
                    told = tally.messages;
                    progress.accept(new Progress("messages", told, total));
                }
            }
        }
    }

    /** Every open tenure has its row; so if there are as many of them, every row has its tenure. */
    private long checkMemberships() throws RocksDBException {
        progress.accept(new Progress("conversations of users", 0, tally.openTenures));
        long count = 0;
        try (RocksIterator rows = database.stream(Family.MEMBERSHIPS)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                count++;
            }
            rows.status();
            if (count != tally.openTenures) {
                for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                    checkMembership(rows.key());
                }
            }
        }
        return count;
    }

    private void checkMembership(byte[] key) {
        RowReader ids = RowReader.ofKey(key);
        UserId user = new UserId(ids.id());
        ConversationId conversation = new ConversationId(ids.id());
        var roster = StoredRosters.load(database, conversation);
        if (roster == null || roster.member(user) == null) {
            findings.fault(conversation, "it is listed as one of " + user + ", who is no member");
        }
    }

    private long checkEvents(Position delivered) throws RocksDBException {
        progress.accept(new Progress("undelivered events", 0, tally.entriesUndelivered));
        Position last = StoredEvents.last(database, delivered);
        if (last.isAfter(state.covered().position())) {
            findings.fault("family events", "an event at " + last + " is beyond everything that is stored");
        }
        long count = 0;
        Position at = delivered;
        try {
            while (true) {
                var events = StoredEvents.read(database, at, last, EVENTS_AT_ONCE);
                if (events.isEmpty()) {
                    break;
                }
                count += events.size();
                at = events.getLast().position();
            }
            if (count != tally.entriesUndelivered && !indexIsGone(delivered, last)) {
                findings.fault(
                        "family events",
                        count + " events are not delivered yet, and " + tally.entriesUndelivered
                                + " entries behind the delivered position");
            }
        } catch (DamagedRow e) {
            findings.fault("family events, behind " + at, String.valueOf(e.getMessage()));
        }
        return count;
    }

    private void checkActivity() throws RocksDBException {
        new RowWalk(database, findings).through(Family.LAST_ACTIVE, (key, value) -> {
            var _ = StateRows.time(key, value);
        });
    }

    /** Whether retention has taken index rows of entries that are not delivered yet. */
    private boolean indexIsGone(Position delivered, Position last) throws RocksDBException {
        var first = StoredEvents.read(database, delivered, last, 1);
        return !first.isEmpty()
                && IndexRows.bucket(first.getFirst().logTimeMillis())
                        < IndexRows.oldestBucket(state.covered().logTimeMillis());
    }

    /** The families that are ordered by conversations, side by side. */
    static final class SideBySide implements AutoCloseable {
        private final List<ConversationRows> all = new ArrayList<>();

        final ConversationRows messages;
        final ConversationRows heads;
        final ConversationRows floors;
        final ConversationRows cursors;
        final ConversationRows members;

        SideBySide(Database database) throws RocksDBException {
            messages = add(new ConversationRows(database, Family.MESSAGES));
            heads = add(new ConversationRows(database, Family.HEADS));
            floors = add(new ConversationRows(database, Family.FLOORS));
            cursors = add(new ConversationRows(database, Family.CURSORS));
            members = add(new ConversationRows(database, Family.MEMBERS));
        }

        /** The first conversation that any family has a row of, null when all is read. */
        @Nullable
        ConversationId next() {
            ConversationId first = null;
            for (ConversationRows rows : all) {
                ConversationId one = rows.conversation();
                if (one != null && (first == null || one.compareTo(first) < 0)) {
                    first = one;
                }
            }
            return first;
        }

        private ConversationRows add(ConversationRows rows) {
            all.add(rows);
            return rows;
        }

        @Override
        public void close() {
            all.forEach(ConversationRows::close);
        }
    }
}
