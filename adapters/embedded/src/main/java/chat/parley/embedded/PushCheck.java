package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.push.WakeUp;
import java.util.Arrays;
import org.rocksdb.RocksDBException;

/** Reads what wakes devices, and holds what is owed to them against the list of what is due, both ways. */
final class PushCheck {

    private static final String PUSH_LOG = "family " + Family.PUSH_LOG.text();

    private final Database database;
    private final Findings findings;
    private final long[] listed = new long[PlatformNumbers.MAX + 1];
    private Position last = Position.START;

    PushCheck(Database database, Findings findings) {
        this.database = database;
        this.findings = findings;
    }

    void run() throws RocksDBException {
        RowWalk rows = new RowWalk(database, findings);
        last = committed();
        rows.through(Family.PUSH_LOG, this::checkEvent);
        rows.through(Family.WAKEUPS, this::checkWakeUp);
        rows.through(Family.DUE, this::checkListed);
        checkCounts();
        rows.through(Family.TRACES, (key, value) -> {
            var _ = TraceRows.read(key, value);
        });
        rows.through(Family.PREFERENCES, PushCheck::checkPreference);
    }

    private Position committed() throws RocksDBException {
        byte[] row = database.get(Family.META, Keys.PUSHED);
        try {
            return row == null
                    ? Position.START
                    : StateRows.logEnd(Keys.PUSHED, row).position();
        } catch (DamagedRow e) {
            findings.fault("family default", "where the push log stands is damaged: " + e.getMessage());
            return Position.START;
        }
    }

    /** What was read already may be there still, or not. Behind it nothing is left out. */
    private void checkEvent(byte[] key, byte[] value) {
        Position position = RowReader.ofKey(key).position();
        if (position.isAfter(last)) {
            if (!position.equals(last.next())) {
                findings.fault(PUSH_LOG, "behind " + last + " comes " + position);
            }
            last = position;
        }
        var _ = PushEventRow.read(key, value);
    }

    private void checkWakeUp(byte[] key, byte[] value) throws RocksDBException {
        WakeUp row = WakeUpRows.read(key, value);
        byte[] due = StoredWakeUps.due(row);
        if (due != null && database.get(Family.DUE, due) == null) {
            fault(row.key(), "is owed a wake-up that is not listed");
        }
    }

    private void checkListed(byte[] key, byte[] value) throws RocksDBException {
        listed[PlatformNumbers.of(PlatformNumbers.platform(WakeUpRows.platformOfDue(key)))]++;
        RowReader.ofValue(key, value).end();
        WakeUp.Key id = WakeUpRows.keyOfDue(key);
        byte[] of = WakeUpRows.key(id);
        byte[] row = database.get(Family.WAKEUPS, of);
        if (row == null || !Arrays.equals(StoredWakeUps.due(WakeUpRows.read(of, row)), key)) {
            fault(id, "is listed for a wake-up that it is not owed");
        }
    }

    private void checkCounts() throws RocksDBException {
        byte[] row = database.get(Family.META, Keys.OWED);
        try {
            long[] counted = row == null ? new long[listed.length] : WakeUpRows.counts(Keys.OWED, row);
            if (!Arrays.equals(counted, listed)) {
                findings.fault(
                        "family default",
                        "of the wake-ups that are listed, " + Arrays.toString(listed) + " by platform, "
                                + Arrays.toString(counted) + " are counted");
            }
        } catch (DamagedRow e) {
            findings.fault("family default", "how many wake-ups are owed is damaged: " + e.getMessage());
        }
    }

    private static void checkPreference(byte[] key, byte[] value) {
        switch (PreferenceRows.kindOf(key)) {
            case PreferenceRows.OF_USER -> PreferenceRows.read(key, value);
            case PreferenceRows.OF_CONVERSATION -> PreferenceRows.readOfConversation(key, value);
            default -> throw new DamagedRow("there are no preferences of kind " + PreferenceRows.kindOf(key));
        }
    }

    private void fault(WakeUp.Key key, String what) {
        findings.fault(
                "conversation " + key.conversation(), "device " + key.device() + " of " + key.user() + " " + what);
    }
}
