package chat.parley.embedded;

import chat.parley.domain.Body;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.embedded.RowCheck.SideBySide;
import chat.parley.embedded.RowCheck.Tally;
import chat.parley.embedded.StateRows.Floor;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Holds the rows of one conversation after the other against each other, while they go by. */
final class ConversationCheck {

    private static final Floor NO_FLOOR = new Floor(0, MessageId.ZERO, 0);

    private final Database database;
    private final SideBySide rows;
    private final LogEnd covered;
    private final IndexSums expected;
    private final Findings findings;
    private final Tally tally;

    ConversationCheck(
            Database database, SideBySide rows, LogEnd covered, IndexSums expected, Findings findings, Tally tally) {
        this.database = database;
        this.rows = rows;
        this.covered = covered;
        this.expected = expected;
        this.findings = findings;
        this.tally = tally;
    }

    void run(ConversationId id) throws RocksDBException {
        tally.conversations++;
        Roster roster = roster(id);
        Head head = head(id);
        Floor floor = floor(id);
        Map<MessageId, List<Cursor>> cursors = cursors(id, head);

        MembersCheck members = new MembersCheck(id, roster, findings);
        Message last = readMessages(id, floor, cursors, members);
        checkHead(id, head, floor, last);
        cursors.forEach((message, there) -> {
            if (message.compareTo(floor.id()) > 0) {
                findings.fault(
                        id, "the cursor of " + there.getFirst().user() + " is at " + message + ", where no message is");
            }
        });
        members.end(covered.position());
        if (roster != null) {
            checkCreation(id);
            checkMemberships(id, roster);
        }
    }

    private @Nullable Roster roster(ConversationId id) throws RocksDBException {
        try {
            while (rows.members.isOf(id)) {
                rows.members.next();
            }
            Roster roster = StoredRosters.load(database, id);
            if (roster == null) {
                findings.fault(id, "it has no members");
            }
            return roster;
        } catch (DamagedRow e) {
            findings.fault(id, "its members: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Head head(ConversationId id) throws RocksDBException {
        if (!rows.heads.isOf(id)) {
            findings.fault(id, "it has no head");
            return null;
        }
        Head head = row(id, "its head", () -> StateRows.head(id, rows.heads.key(), rows.heads.value()));
        rows.heads.next();
        return head;
    }

    private Floor floor(ConversationId id) throws RocksDBException {
        if (!rows.floors.isOf(id)) {
            return NO_FLOOR;
        }
        Floor floor = row(id, "its floor", () -> StateRows.floor(rows.floors.key(), rows.floors.value()));
        rows.floors.next();
        return floor == null ? NO_FLOOR : floor;
    }

    private Map<MessageId, List<Cursor>> cursors(ConversationId id, @Nullable Head head) throws RocksDBException {
        Map<MessageId, List<Cursor>> cursors = new HashMap<>();
        for (; rows.cursors.isOf(id); rows.cursors.next()) {
            tally.cursors++;
            RowReader ids = RowReader.ofKey(rows.cursors.key());
            ids.id();
            UserId user = new UserId(ids.id());
            Cursor cursor =
                    row(id, "the cursor of " + user, () -> StateRows.cursor(rows.cursors.key(), rows.cursors.value()));
            if (cursor == null) {
                continue;
            }
            if (head != null && cursor.seq() > head.seq()) {
                findings.fault(id, "the cursor of " + user + " is at seq " + cursor.seq() + ", beyond the last");
            }
            cursors.computeIfAbsent(cursor.id(), _ -> new ArrayList<>()).add(cursor);
        }
        return cursors;
    }

    private void checkCreation(ConversationId id) throws RocksDBException {
        byte[] key = IndexRows.key(IndexRows.FOR_EVER, new EntryKey.OfCreation(id));
        if (database.get(Family.INDEX, key) == null) {
            findings.fault(id, "the index does not know its creation");
        }
    }

    private @Nullable Message readMessages(
            ConversationId id, Floor floor, Map<MessageId, List<Cursor>> cursors, MembersCheck members)
            throws RocksDBException {
        Message before = null;
        MessageGroup group = new MessageGroup(IndexRows.oldestBucket(covered.logTimeMillis()), expected);
        for (; rows.messages.isOf(id); rows.messages.next()) {
            tally.messages++;
            byte[] key = rows.messages.key();
            MessageId at = Keys.messageId(key);
            Message message = row(id, "the message " + at, () -> MessageRow.read(key, rows.messages.value()));
            if (message == null) {
                before = null;
                continue;
            }
            checkOrder(id, floor, before, message);
            List<Cursor> here = cursors.remove(message.id());
            if (here != null) {
                here.forEach(cursor -> checkCursor(id, cursor, message));
            }
            members.message(message);
            group.message(message);
            before = message;
        }
        group.end();
        return before;
    }

    private void checkOrder(ConversationId id, Floor floor, @Nullable Message before, Message message) {
        long expected = before == null ? floor.seq() + 1 : before.seq() + 1;
        if (message.seq() != expected) {
            findings.fault(id, "seq " + message.seq() + " stands where " + expected + " should");
        }
        if (message.position().isAfter(covered.position())) {
            findings.fault(id, "seq " + message.seq() + " has a position beyond everything that is stored");
        }
        int counts = message.content() instanceof Body ? 1 : 0;
        if (before == null) {
            if (floor.seq() == 0 && message.messageCount() != counts) {
                findings.fault(id, "seq " + message.seq() + " counts " + message.messageCount() + " messages");
            }
            return;
        }
        if (message.messageCount() != before.messageCount() + counts) {
            findings.fault(
                    id,
                    "seq " + message.seq() + " counts " + message.messageCount() + " messages, the one before "
                            + before.messageCount());
        }
        if (message.serverTs() < before.serverTs() || before.position().isAfter(message.position())) {
            findings.fault(id, "seq " + message.seq() + " is of an earlier time or position than the one before");
        }
    }

    private void checkCursor(ConversationId id, Cursor cursor, Message message) {
        if (cursor.seq() != message.seq() || cursor.messageCount() != message.messageCount()) {
            findings.fault(
                    id,
                    "the cursor of " + cursor.user() + " says seq " + cursor.seq() + " and "
                            + cursor.messageCount() + " messages, its message " + message.seq() + " and "
                            + message.messageCount());
        }
    }

    private void checkHead(ConversationId id, @Nullable Head head, Floor floor, @Nullable Message last) {
        if (head == null) {
            return;
        }
        if (head.position().isAfter(covered.position())) {
            findings.fault(id, "its head is beyond everything that is stored");
        }
        if (last == null) {
            if (head.seq() != floor.seq()) {
                findings.fault(id, "its head is at seq " + head.seq() + ", its messages end at " + floor.seq());
            }
            return;
        }
        Head expected = new Head(id, last.position(), last.seq(), last.id(), last.serverTs(), last.messageCount());
        if (!head.equals(expected)) {
            findings.fault(id, "its head is " + head + ", its last message says " + expected);
        }
    }

    private void checkMemberships(ConversationId id, Roster roster) throws RocksDBException {
        for (UserId user : roster.members()) {
            tally.openTenures++;
            byte[] key = Keys.membership(user, id);
            byte[] value = database.get(Family.MEMBERSHIPS, key);
            if (value == null) {
                findings.fault(id, "it is not listed as one of its member " + user);
                continue;
            }
            Membership listed = row(id, "the listing of " + user, () -> StateRows.membership(key, value));
            Tenure tenure = roster.member(user);
            if (listed != null && tenure != null && !listed.equals(Membership.of(tenure))) {
                findings.fault(id, "it is listed as one of " + user + " by another membership than his");
            }
        }
    }

    private interface Decoding<T> {
        T row();
    }

    private <T> @Nullable T row(ConversationId id, String what, Decoding<T> decoding) {
        try {
            return decoding.row();
        } catch (DamagedRow | IllegalArgumentException e) {
            findings.fault(id, what + ": " + e.getMessage());
            return null;
        }
    }
}
