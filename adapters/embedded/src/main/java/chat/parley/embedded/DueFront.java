package chat.parley.embedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Where the rows of a platform that are due begin. What is sent is taken away at the front, and each row that was taken
 * away leaves a mark until RocksDB writes the file anew: whoever began at the very front would pass all those marks, with
 * each look more. So it is remembered up to where there was nothing, and what is written before that is told.
 */
final class DueFront {

    private final byte[] prefix;
    private byte[] from;

    /** The first key that was written since the last look began. */
    private byte @Nullable [] written;

    private final Object looking = new Object();

    /** @param prefix of all keys of the platform */
    DueFront(byte[] prefix) {
        this.prefix = prefix;
        this.from = prefix;
    }

    /** Nothing is known any more. While nobody looks. */
    synchronized void reset() {
        from = prefix;
        written = null;
    }

    /** A key was written, and whoever looks from now on is to find it. */
    synchronized void written(byte[] key) {
        from = first(from, key);
        written = written == null ? key : first(written, key);
    }

    /** Opens an iterator that is at the first row, if there is any. To be closed by the caller. */
    RocksIterator seek(Database database) throws RocksDBException {
        synchronized (looking) {
            byte[] begin = begin();
            RocksIterator rows = database.iterator(Family.DUE);
            try {
                rows.seek(begin);
                rows.status();
                found(rows.isValid() ? rows.key() : new byte[] {(byte) 0xff});
                return rows;
            } catch (RocksDBException | RuntimeException e) {
                rows.close();
                throw e;
            }
        }
    }

    private synchronized byte[] begin() {
        written = null;
        return from;
    }

    private synchronized void found(byte[] key) {
        from = written == null ? key : first(key, written);
    }

    private static byte[] first(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
    }
}
