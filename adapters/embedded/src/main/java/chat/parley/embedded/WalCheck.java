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

    private final List<String> gaps = new ArrayList<>();
    private @Nullable String broken;
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

    /** Where the last log breaks off with nothing behind: a write that a crash cut short. Null when it does not. */
    @Nullable
    String brokenEnd() {
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
            case Found.Damage(var offset, var what) -> breakAt(name + " at byte " + offset + ": " + what);
            case Found.Torn(var offset) -> breakAt(name + " at byte " + offset + ": the file ends within a write");
        }
    }

    private void breakAt(String where) {
        broken = broken == null ? where : broken;
    }

    private void record(String name, long offset, ByteBuffer start) {
        if (start.remaining() < RecordFile.START_BYTES) {
            breakAt(name + " at byte " + offset + ": a write is too short");
            return;
        }
        long first = start.getLong();
        int count = start.getInt();
        if (expected >= 0 && first != expected) {
            gaps.add(broken != null ? broken : name + " at byte " + offset + ": the write-ahead log before is missing");
        }
        broken = null;
        expected = first + count;
    }
}
