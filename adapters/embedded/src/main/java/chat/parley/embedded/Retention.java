package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.embedded.StateRows.Floor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Takes away what is older than it is to be kept. A conversation's floor, which says up to which {@code seq} that is, is
 * in the same write: no reader takes what is gone for a hole. Heads and cursors stay.
 *
 * <p>Works in small steps, so that neither writers nor the end of the store wait for it.
 */
final class Retention {

    /** Conversations looked at for one write. */
    private static final int CONVERSATIONS_AT_ONCE = 256;

    /** When one in so many of the messages has gone, the files are written anew, so that the disk is given back. */
    private static final int COMPACT_AT_PART = 16;

    private final Engine engine;
    private final LogState state;
    private volatile boolean stopped;
    private MessageId done = MessageId.ZERO;
    private long expired;

    Retention(Engine engine, LogState state) {
        this.engine = engine;
        this.state = state;
    }

    /** What one look at some conversations found. */
    private record Found(List<Expiry> expiries, @Nullable ConversationId next) {}

    private record Expiry(ConversationId conversation, Floor floor, long messages) {}

    /**
     * Takes away the messages of the days (in UTC) before that of the cutoff: a deletion leaves a mark in each
     * conversation that reads have to pass, so there is one a day at most.
     *
     * @return how many messages went
     */
    synchronized long expireBefore(Instant cutoff) {
        MessageId first = MessageId.firstAt(cutoff.truncatedTo(ChronoUnit.DAYS).toEpochMilli());
        long gone = first.compareTo(done) > 0 ? expireBefore(first) : 0;
        expired += gone;
        dropOldBuckets();
        if (expired > engine.read(database -> database.estimatedRows(Family.MESSAGES)) / COMPACT_AT_PART) {
            compact();
            expired = 0;
        }
        return gone;
    }

    /** Ends what is under way after its next step. */
    void stop() {
        stopped = true;
    }

    private long expireBefore(MessageId first) {
        long gone = 0;
        Found found = engine.read(database -> look(database, new byte[0], first));
        while (!stopped) {
            write(found.expiries, first);
            for (Expiry expiry : found.expiries) {
                gone += expiry.messages;
            }
            ConversationId next = found.next;
            if (next == null) {
                done = first;
                break;
            }
            found = engine.read(database -> look(database, Keys.conversation(next), first));
        }
        return gone;
    }

    private static Found look(Database database, byte[] from, MessageId first) throws RocksDBException {
        List<Expiry> expiries = new ArrayList<>();
        try (RocksIterator rows = database.stream(Family.MESSAGES)) {
            rows.seek(from);
            for (int i = 0; i < CONVERSATIONS_AT_ONCE && rows.isValid(); i++) {
                Message oldest = MessageRow.read(rows.key(), rows.value());
                ConversationId conversation = oldest.conversation();
                if (oldest.id().compareTo(first) < 0) {
                    rows.seekForPrev(Keys.message(conversation, new MessageId(first.value() - 1)));
                    // A block that cannot be read leaves the iterator nowhere: its key is not to be touched then.
                    rows.status();
                    Message newest = MessageRow.read(rows.key(), rows.value());
                    expiries.add(new Expiry(
                            conversation,
                            new Floor(newest.seq(), newest.id(), newest.messageCount()),
                            newest.seq() - oldest.seq() + 1));
                }
                rows.seek(Keys.behind(Keys.conversation(conversation)));
            }
            rows.status();
            return new Found(expiries, rows.isValid() ? Keys.conversationOf(rows.key()) : null);
        }
    }

    private void write(List<Expiry> expiries, MessageId first) {
        engine.write(() -> engine.commit(null, changes -> {
            for (Expiry expiry : expiries) {
                byte[] key = Keys.conversation(expiry.conversation);
                changes.put(Family.FLOORS, key, StateRows.floor(changes.row(), key, expiry.floor));
                changes.deleteRange(Family.MESSAGES, key, Keys.message(expiry.conversation, first));
            }
        }));
    }

    /** Index rows go by the bucket, when nobody looks into it any more. */
    private void dropOldBuckets() {
        byte[] from = IndexRows.start(IndexRows.FOR_EVER + 1);
        byte[] to = IndexRows.start(IndexRows.oldestBucket(state.covered().logTimeMillis()));
        if (engine.read(database -> database.hasRows(Family.INDEX, from, to))) {
            engine.write(() -> engine.commit(null, changes -> changes.deleteRange(Family.INDEX, from, to)));
            engine.run(database -> database.dropFiles(Family.INDEX, from, to));
        }
    }

    /** Writes the files anew, a part at a time. */
    private void compact() {
        for (Family family : List.of(Family.MESSAGES, Family.INDEX)) {
            byte @Nullable [] from = null;
            for (byte[] to : engine.read(database -> database.firstKeys(family))) {
                byte @Nullable [] begin = from;
                engine.run(database -> database.compact(family, begin, to));
                if (stopped) {
                    return;
                }
                from = to;
            }
            byte @Nullable [] last = from;
            engine.run(database -> database.compact(family, last, null));
        }
    }
}
