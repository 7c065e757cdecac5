package chat.parley.embedded;

import chat.parley.embedded.RecordFile.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the write-ahead logs hold all that was ever synced to them. Every write in them has the number that follows from
 * the one before, over all files; so whatever is damaged or missing within shows as a gap, and what a crash has torn off
 * at the end of a file shows none: the next file goes on where the last whole write ended.
 */
final class WalCheck {

    /**
     * A place where no write can be read.
     *
     * @param torn the file ends there, as after a crash
     */
    record Break(String where, boolean torn) {}

    private final List<String> gaps = new ArrayList<>();
    private @Nullable Break broken;
    private long expected = -1;

    private WalCheck() {}

    /** Looks at all logs in a database's directory. */
    static WalCheck of(Path database) {
        WalCheck check = new WalCheck();
        try {
            for (WalFile file : WalFile.all(database)) {
                RecordFile.scan(file.path(), found -> check.found(file, found));
            }
        } catch (IOException e) {
            check.gaps.add("the write-ahead logs cannot be read: " + e.getMessage());
        }
        return check;
    }

    /** Where something is missing that was stored. */
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    /** Where the last log breaks off with nothing behind, null when it does not. */
    @Nullable
    Break brokenEnd() {
        return broken;
    }

    /** @throws DataDirectoryRefused when something is missing, before RocksDB goes on without it */
    void requireWhole(DataDirectory directory) {
        if (!gaps.isEmpty()) {
            throw new DataDirectoryRefused("the data in " + directory.path() + " are damaged: " + gaps.getFirst()
                    + ". What was stored there and behind would be lost by starting: restore a backup");
        }
    }

    private void found(WalFile file, Found found) {
        String name = file.path().getFileName().toString();
        switch (found) {
            case Found.Whole(var offset, var start) -> record(name, offset, start);
            case Found.Damage(var offset, var what) ->
                breakAt(new Break(name + " at byte " + offset + ": " + what, false));
            case Found.Torn(var offset) ->
                breakAt(new Break(name + " at byte " + offset + ": the file ends within a write", true));
        }
    }

    private void breakAt(Break where) {
        broken = broken == null ? where : broken;
    }

    private void record(String name, long offset, ByteBuffer start) {
        if (start.remaining() < RecordFile.START_BYTES) {
            breakAt(new Break(name + " at byte " + offset + ": a write is too short", false));
            return;
        }
        long first = start.getLong();
        int count = start.getInt();
        boolean gap = expected < 0 ? broken != null && !broken.torn() : first != expected;
        if (gap) {
            gaps.add(
                    broken != null
                            ? broken.where()
                            : name + " at byte " + offset + ": the write-ahead log before is missing");
        }
        broken = null;
        expected = first + count;
    }
}
