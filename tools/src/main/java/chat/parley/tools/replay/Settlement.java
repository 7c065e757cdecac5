package chat.parley.tools.replay;

import chat.parley.client.Conversation;
import chat.parley.client.Message;
import chat.parley.client.Page;
import chat.parley.client.ReceiptCursors;
import chat.parley.tools.replay.Findings.Fault;
import chat.parley.tools.replay.RoomHistory.Stay;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The end of a scene, when all its lines are answered: its history is read, every device is waited for and compared with
 * it, every member reads up to some message, and what the server then says of cursors and unread is recounted.
 */
final class Settlement {

    /** What comes live comes within this, once sends have ceased; over links that break, devices find out by and by. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /**
     * Cursors are told and listed after being coalesced for a second or so. One said into a half-open connection is said
     * again once that is found out.
     */
    private static final Duration CURSOR_MAX = Replay.STALL_MAX;

    private static final Duration ASK_EVERY = Duration.ofMillis(250);
    private static final int SAID_AGAIN_EVERY = 8;
    private static final int RECEIPTS_PAGE = 200;

    private final Cast cast;
    private final Room room;
    private final boolean linksHold;
    private final SplittableRandom random;

    /** @param linksHold whether no link is ever broken by this run */
    Settlement(Cast cast, Room room, boolean linksHold, SplittableRandom random) {
        this.cast = cast;
        this.room = room;
        this.linksHold = linksHold;
        this.random = random;
    }

    void settle(List<Person> people, List<Traveller> travellers) throws InterruptedException {
        RoomHistory history = RoomHistory.of(room);
        cast.checker().history(room, history);
        Map<String, List<Stay>> stays = history.stays();
        travellers.forEach(traveller -> traveller.returns(room));
        for (Person person : people) {
            checkDevice(person.user(), person.device(), history, stays);
        }
        for (Traveller traveller : travellers) {
            checkDevice(traveller.person().user(), traveller.device(), history, stays);
        }
        Map<String, String> read = new HashMap<>();
        for (Person person : people) {
            Stay stay = now(stays, person.user());
            if (stay != null) {
                Message target = target(person, stay, history);
                read.put(person.user(), target.messageId());
                person.device().client().read(room.id(), target.messageId());
            }
        }
        for (Person person : people) {
            Stay stay = now(stays, person.user());
            if (stay != null) {
                checkUnread(person, stay, Objects.requireNonNull(read.get(person.user())), history);
            }
        }
        checkReceipts(people, read);
    }

    private static @Nullable Stay now(Map<String, List<Stay>> stays, String user) {
        List<Stay> all = stays.getOrDefault(user, List.of());
        return all.isEmpty() || all.getLast().until() != Long.MAX_VALUE ? null : all.getLast();
    }

    private void checkDevice(String user, Device device, RoomHistory history, Map<String, List<Stay>> stays)
            throws InterruptedException {
        Attendance attendance = device.attendance(room);
        Stay stay = now(stays, user);
        if (stay != null
                && !awaitAll(attendance, stay.from(), history.lastSeq(), linksHold ? SILENCE : Replay.STALL_MAX)) {
            long before = attendance.firstLacking(stay.from(), history.lastSeq());
            var _ = device.client().sync();
            boolean came = awaitAll(attendance, stay.from(), history.lastSeq(), Replay.STALL_MAX);
            cast.findings()
                    .add(
                            came && linksHold ? Fault.ONLY_WHEN_ASKED : Fault.UNDELIVERED,
                            room.scene().title() + ": seq " + before + " of " + history.lastSeq() + " to " + user + ", "
                                    + device.client().state());
        }
        cast.checker().members(room, user, stays.getOrDefault(user, List.of()), attendance);
    }

    /** Waits while anything comes, and then for so long. */
    private static boolean awaitAll(Attendance attendance, long from, long to, Duration silence)
            throws InterruptedException {
        Stall stall = new Stall(silence);
        while (true) {
            long lacking = attendance.firstLacking(from, to);
            if (lacking > to) {
                return true;
            }
            if (stall.at(attendance.count())) {
                return false;
            }
            Thread.sleep(5);
        }
    }

    /** Behind all that he may have read or said before, since a cursor never goes back. */
    private Message target(Person person, Stay stay, RoomHistory history) {
        long read = Math.max(stay.from(), person.device().attendance(room).readUpTo());
        for (long seq = history.lastSeq(); seq > read; seq--) {
            if (history.at(seq).from().equals(person.user())) {
                read = seq;
            }
        }
        long last = history.lastSeq();
        return history.at(random.nextBoolean() ? last : random.nextLong(read, last + 1));
    }

    private void checkUnread(Person person, Stay stay, String target, RoomHistory history) throws InterruptedException {
        long deadline = System.nanoTime() + CURSOR_MAX.toNanos();
        Conversation seen = Insistence.on(() -> person.api().conversation(room.id()));
        for (int asked = 1; !target.equals(seen.readMessageId()) && System.nanoTime() < deadline; asked++) {
            Thread.sleep(ASK_EVERY.toMillis());
            if (asked % SAID_AGAIN_EVERY == 0) {
                // A crash may lose the last second of receipts, and a broken link a receipt.
                person.device().client().read(room.id(), target);
            }
            seen = Insistence.on(() -> person.api().conversation(room.id()));
        }
        String name = person.user() + " in " + room.scene().title();
        if (!target.equals(seen.readMessageId())) {
            cast.findings().add(Fault.READ_CURSOR, name + ": at " + seen.readMessageId() + " instead of " + target);
        }
        long firstVisible = room.wholeHistory() ? 1 : stay.from();
        if (seen.firstVisibleSeq() != firstVisible) {
            cast.findings()
                    .add(
                            Fault.UNREAD,
                            name + ": sees from seq " + seen.firstVisibleSeq() + " on instead of " + firstVisible);
        }
        long recount = history.unread(seen.readMessageId(), firstVisible);
        if (seen.unread() != recount || seen.lastSeq() != history.lastSeq()) {
            cast.findings().add(Fault.UNREAD, name + ": " + seen.unread() + " instead of " + recount);
        }
        cast.tally().unreadCounts.increment();
    }

    /** Where the list says that a user has read up to is where he himself sees it, and not before where he read. */
    private void checkReceipts(List<Person> people, Map<String, String> read) throws InterruptedException {
        Map<String, ReceiptCursors> listed = receipts();
        for (Person person : people) {
            String target = read.get(person.user());
            if (target == null) {
                continue;
            }
            String name = person.user() + " in " + room.scene().title();
            // Asked after the list: a cursor that still moves is listed anew.
            String own =
                    Insistence.on(() -> person.api().conversation(room.id())).readMessageId();
            ReceiptCursors one = listed.get(person.user());
            if (one != null && !Objects.equals(own, one.readMessageId())) {
                one = receipts().get(person.user());
            }
            boolean behind = own == null || own.compareTo(target) < 0;
            if (one == null || behind || !Objects.equals(own, one.readMessageId()) || !isDelivered(one)) {
                cast.findings()
                        .add(Fault.READ_CURSOR, name + ": listed as " + one + ", sees " + own + ", read " + target);
            }
        }
    }

    private static boolean isDelivered(ReceiptCursors one) {
        return one.deliveredMessageId() != null
                && one.readMessageId() != null
                && one.deliveredMessageId().compareTo(one.readMessageId()) >= 0;
    }

    private Map<String, ReceiptCursors> receipts() throws InterruptedException {
        Map<String, ReceiptCursors> all = new HashMap<>();
        String cursor = null;
        do {
            String from = cursor;
            Page<ReceiptCursors> page = Insistence.on(() -> room.keeper().receipts(room.id(), from, RECEIPTS_PAGE));
            page.items().forEach(one -> all.put(one.userId(), one));
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }
}
