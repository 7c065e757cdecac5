package chat.parley.embedded;

import chat.parley.embedded.RecordFile.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the write-ahead logs are whole. Every write in them has the number that follows from the one before: what is
 * damaged within a file shows as a gap. At the end of a file a crash may have cut a write short that nobody was told of:
 * then the next file goes on where the last whole write ended.
 *
 * <p>Between files, a gap may also come of RocksDB's tidying up, which deletes files that are written to sorted ones in
 * any order; whether a file is missing that is needed, RocksDB itself knows.
 */
final class WalCheck {

    /**
     * A place where no write can be read.
     *
     * @param torn the file ends there, as after a crash
     */
    record Break(String where, boolean torn) {}

    private final List<Break> gaps = new ArrayList<>();
    private final List<Break> ends = new ArrayList<>();
    private @Nullable Break broken;
    private long expected = -1;
    private boolean inFile;

    private WalCheck() {}

    /** Looks at all logs in a database's directory. */
    static WalCheck of(Path database) {
        WalCheck check = new WalCheck();
        try {
            for (WalFile file : WalFile.all(database)) {
                check.inFile = false;
                RecordFile.scan(file.path(), found -> check.found(file, found));
            }
        } catch (IOException e) {
            check.gaps.add(new Break("the write-ahead logs cannot be read: " + e.getMessage(), false));
        }
        if (check.broken != null) {
            check.ends.add(check.broken);
        }
        return check;
    }

    /** Where something was stored that cannot be read any more. */
    List<Break> gaps() {
        return List.copyOf(gaps);
    }

    /** Where a file breaks off, and perhaps nothing was lost by it. The last of all, if it is one, comes last. */
    List<Break> ends() {
        return List.copyOf(ends);
    }

    /** @throws DataDirectoryRefused when something is missing, before RocksDB goes on without it */
    void requireWhole(DataDirectory directory) {
        if (!gaps.isEmpty()) {
            throw new DataDirectoryRefused("the data in " + directory.path() + " are damaged: "
                    + gaps.getFirst().where() + ". What was stored there and behind would be lost by starting: restore"
                    + " a backup");
        }
    }

    private void found(WalFile file, Found found) {
        String name = file.path().getFileName().toString();
        switch (found) {
            case Found.Whole(var offset, var start) -> record(name + " at byte " + offset, start);
            case Found.Damage(var offset, var what) ->
                breakAt(new Break(name + " at byte " + offset + ": " + what, false));
            case Found.Torn(var offset) ->
                breakAt(new Break(name + " at byte " + offset + ": the file ends within a write", true));
        }
    }

    private void breakAt(Break place) {
        if (!inFile && broken != null) {
            ends.add(broken);
            broken = null;
        }
        inFile = true;
        broken = broken == null ? place : broken;
    }

    private void record(String where, ByteBuffer start) {
        if (start.remaining() < RecordFile.START_BYTES) {
            breakAt(new Break(where + ": a write is too short", false));
            return;
        }
        long first = start.getLong();
        boolean goesOn = first == expected;
        if (broken != null && inFile) {
            (goesOn ? ends : gaps).add(broken);
        } else if (broken != null && !goesOn) {
            ends.add(broken);
        }
        broken = null;
        inFile = true;
        expected = first + start.getInt();
    }
}
