package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.push.WakeUp;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link WakeUps} does, on one thread; {@link WakeUpRacesContract} has what it does on many. */
public abstract class WakeUpsContract {

    /** Empty at first. */
    protected abstract WakeUps wakeUps();

    /** Closes them in order and opens them again; those in memory are what they were. */
    protected abstract void reopen();

    @Test
    void nothingIsOwedAtFirst() {
        WakeUp.Key key = key("ann", "phone", "g");
        assertThat(wakeUps().find(List.of(key))).isEmpty();
        assertThat(wakeUps().find(List.of())).isEmpty();
        assertThat(wakeUps().of(key.user(), key.conversation())).isEmpty();
        assertThat(due(Platform.APNS, Long.MAX_VALUE)).isEmpty();
        assertThat(wakeUps().owed(Platform.APNS)).isZero();
        assertThat(wakeUps().write(List.of())).isEmpty();
    }

    @Test
    void findsWhatWasWrittenAlsoWhenOpenedAgain() {
        List<WakeUp> rows = List.of(
                new WakeUp(key("ann", "phone", "g"), Platform.APNS, pending(10), null, 1),
                new WakeUp(key("ann", "desk", "g"), Platform.WEBPUSH, pending(20), new Shown(id(3), 3, 4), 1),
                new WakeUp(key("bob", "phone", "g"), Platform.UNIFIEDPUSH, null, new Shown(id(5), 6, 7), 1),
                new WakeUp(
                        key("ann", "phone", "h"),
                        Platform.FCM,
                        new Pending(WakeUp.Kind.CLEAR, id(Long.MAX_VALUE), 2, 3, Long.MAX_VALUE, Integer.MAX_VALUE),
                        null,
                        1));
        rows.forEach(this::put);
        List<WakeUp.Key> keys =
                new ArrayList<>(List.of(key("ann", "phon", "g"), key("an", "phone", "g"), key("ann", "phone", "gg")));
        rows.forEach(row -> keys.add(row.key()));
        assertThat(wakeUps().find(keys).values()).containsExactlyInAnyOrderElementsOf(rows);
        long owed = wakeUps().owed(Platform.APNS);
        reopen();
        assertThat(wakeUps().find(keys).values()).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(due(Platform.WEBPUSH, 20)).containsExactly(rows.get(1));
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(owed).isEqualTo(1);
        assertThat(wakeUps().owed(Platform.FCM)).isEqualTo(1);
        assertThat(wakeUps().owed(Platform.UNIFIEDPUSH)).isZero();
    }

    @Test
    void findsManyAtOnce() {
        List<Change> changes = IntStream.range(0, 3_000)
                .mapToObj(i -> row("u" + i, Platform.APNS, i))
                .map(row -> new Change(row.key(), 0, row))
                .toList();
        assertThat(wakeUps().write(changes)).isEmpty();
        assertThat(wakeUps().find(changes.stream().map(Change::key).toList())).hasSize(3_000);
        assertThat(wakeUps().due(Platform.APNS, Long.MAX_VALUE, 2_500)).hasSize(2_500);
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(3_000);
    }

    @Test
    void aChangeOfWhatHasChangedIsRefusedAndTheOthersAreMade() {
        WakeUp first = put(row("ann", Platform.APNS, 10));
        WakeUp second = first.with(pending(20));
        Change known = new Change(first.key(), 0, first);
        assertThat(wakeUps().write(List.of(known))).containsExactly(known);
        assertThat(wakeUps().write(List.of(new Change(first.key(), 1, second)))).isEmpty();

        Change late = new Change(first.key(), 1, first.with(pending(30)));
        Change lateRemoval = new Change(first.key(), 1, null);
        WakeUp other = row("bob", Platform.APNS, 5);
        Change never = new Change(key("cid", "phone", "g"), 3, null);
        assertThat(wakeUps().write(List.of(late, new Change(other.key(), 0, other), lateRemoval, never)))
                .containsExactly(late, lateRemoval, never);
        assertThat(wakeUps().find(List.of(first.key(), other.key())))
                .isEqualTo(Map.of(first.key(), second, other.key(), other));
        assertThat(due(Platform.APNS, 100)).containsExactly(other, second);
    }

    @Test
    void changesOfOneRowAreMadeOneAfterTheOther() {
        WakeUp first = row("ann", Platform.APNS, 10);
        WakeUp second = first.with(pending(20));
        Change twice = new Change(first.key(), 1, first.with(pending(30)));
        assertThat(wakeUps()
                        .write(List.of(new Change(first.key(), 0, first), new Change(first.key(), 1, second), twice)))
                .containsExactly(twice);
        assertThat(due(Platform.APNS, 100)).containsExactly(second);
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(1);
    }

    @Test
    void aRemovedRowIsGoneAndMayComeAgain() {
        WakeUp row = put(row("ann", Platform.APNS, 10));
        assertThat(wakeUps().write(List.of(new Change(row.key(), 1, null)))).isEmpty();
        assertThat(wakeUps().find(List.of(row.key()))).isEmpty();
        assertThat(due(Platform.APNS, 100)).isEmpty();
        assertThat(wakeUps().owed(Platform.APNS)).isZero();
        Change late = new Change(row.key(), 1, row.with(pending(11)));
        assertThat(wakeUps().write(List.of(late))).containsExactly(late);
        put(row);
        assertThat(due(Platform.APNS, 100)).containsExactly(row);
    }

    @Test
    void thoseOfAUserForAConversationAreOfAllItsDevices() {
        WakeUp phone = put(new WakeUp(key("ann", "phone", "g"), Platform.APNS, null, new Shown(id(1), 1, 1), 1));
        WakeUp desk = put(new WakeUp(key("ann", "desk", "g"), Platform.FCM, pending(1), null, 1));
        for (WakeUp.Key other :
                List.of(key("ann2", "phone", "g"), key("an", "phone", "g"), key("ann", "phone", "g2"))) {
            put(new WakeUp(other, Platform.APNS, pending(1), null, 1));
        }
        assertThat(wakeUps().of(user("ann"), conversation("g"))).containsExactlyInAnyOrder(phone, desk);
        assertThat(wakeUps().of(user("bob"), conversation("g"))).isEmpty();
    }

    @Test
    void thoseThatAreDueComeInTheirOrder() {
        WakeUp third = put(row("ann", Platform.APNS, 300));
        WakeUp first = put(row("bob", Platform.APNS, 100));
        WakeUp second = put(row("cid", Platform.APNS, 200));
        put(row("dan", Platform.FCM, 50));
        assertThat(due(Platform.APNS, 99)).isEmpty();
        assertThat(due(Platform.APNS, 100)).containsExactly(first);
        assertThat(due(Platform.APNS, 299)).containsExactly(first, second);
        assertThat(due(Platform.APNS, 1_000)).containsExactly(first, second, third);
        assertThat(wakeUps().due(Platform.APNS, 1_000, 2)).containsExactly(first, second);
        assertThat(due(Platform.WEBPUSH, 1_000)).isEmpty();
    }

    @Test
    void whatIsDueAndHowManyFollowTheRows() {
        WakeUp row = put(row("ann", Platform.APNS, 100));
        WakeUp claimed = put(row.with(pending(200)));
        assertThat(due(Platform.APNS, 199)).isEmpty();
        assertThat(due(Platform.APNS, 200)).containsExactly(claimed);
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(1);

        WakeUp sent = put(claimed.with(null, new Shown(id(1), 1, 150)));
        assertThat(due(Platform.APNS, 1_000)).isEmpty();
        assertThat(wakeUps().owed(Platform.APNS)).isZero();
        assertThat(wakeUps().find(List.of(row.key()))).containsEntry(row.key(), sent);

        WakeUp moved = put(new WakeUp(row.key(), Platform.FCM, pending(5), sent.shown(), 4));
        assertThat(due(Platform.APNS, 1_000)).isEmpty();
        assertThat(due(Platform.FCM, 5)).containsExactly(moved);
        WakeUp back = put(new WakeUp(row.key(), Platform.APNS, pending(5), null, 5));
        assertThat(due(Platform.FCM, 5)).isEmpty();
        assertThat(due(Platform.APNS, 5)).containsExactly(back);
        assertThat(wakeUps().owed(Platform.FCM)).isZero();
        assertThat(wakeUps().owed(Platform.APNS)).isEqualTo(1);
    }

    @Test
    void allAreGoneThroughOnceWhateverBecomesOfThem() {
        List<WakeUp> all = new ArrayList<>();
        for (String user : List.of("ann", "an", "bob", "Ann")) {
            for (String conversation : List.of("g", "gg", "h")) {
                all.add(put(new WakeUp(key(user, "phone", conversation), Platform.FCM, pending(1), null, 1)));
                all.add(put(
                        new WakeUp(key(user, "desk", conversation), Platform.APNS, null, new Shown(id(1), 1, 1), 1)));
            }
        }
        assertThat(wakeUps().after(null, 100)).containsExactlyInAnyOrderElementsOf(all);
        for (int page : new int[] {1, 5, 24}) {
            List<WakeUp> seen = new ArrayList<>();
            List<WakeUp> some = wakeUps().after(null, page);
            while (!some.isEmpty()) {
                assertThat(some).hasSizeLessThanOrEqualTo(page);
                seen.addAll(some);
                some = wakeUps().after(some.getLast().key(), page);
            }
            assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        }
        List<WakeUp> first = wakeUps().after(null, 5);
        first.forEach(row -> assertThat(wakeUps().write(List.of(new Change(row.key(), 1, null))))
                .isEmpty());
        List<WakeUp> others = wakeUps().after(first.getLast().key(), 100);
        assertThat(others).hasSize(19).doesNotContainAnyElementsOf(first);
        reopen();
        assertThat(wakeUps().after(null, 100)).isEqualTo(others);
    }

    @Test
    void whatComesBeforeThoseThatWereLookedAtIsFound() {
        put(row("ann", Platform.APNS, 500));
        assertThat(due(Platform.APNS, 499)).isEmpty();
        for (int at = 400; at > 0; at -= 10) {
            WakeUp earlier = put(row("u" + at, Platform.APNS, at));
            assertThat(due(Platform.APNS, at)).containsExactly(earlier);
            assertThat(due(Platform.APNS, 499)).startsWith(earlier);
        }
    }

    private List<WakeUp> due(Platform platform, long at) {
        return wakeUps().due(platform, at, 100);
    }

    /** Writes a row behind what is there. */
    private WakeUp put(WakeUp row) {
        assertThat(wakeUps().write(List.of(new Change(row.key(), row.revision() - 1, row))))
                .isEmpty();
        return row;
    }

    /** New, and of one device and conversation of the user. */
    static WakeUp row(String user, Platform platform, long dueAt) {
        return new WakeUp(key(user, "phone", "g"), platform, pending(dueAt), null, 1);
    }

    static WakeUp.Key key(String user, String device, String conversation) {
        return new WakeUp.Key(user(user), new DeviceId(device), conversation(conversation));
    }

    static @Nullable Pending pending(long dueAt) {
        return new Pending(WakeUp.Kind.SHOW, id(dueAt), dueAt + 1, dueAt + 2, dueAt, 3);
    }

    private static MessageId id(long value) {
        return new MessageId(value);
    }
}
