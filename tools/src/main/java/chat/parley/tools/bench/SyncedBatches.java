package chat.parley.tools.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with nothing around it: batches of rows, each batch synced, one after the other. */
final class SyncedBatches {

    /** As long as the key of a message: conversation and id. */
    private static final int KEY_BYTES = 34;

    private SyncedBatches() {}

    /** @return rows a second */
    static double run(Path directory, int batchRows, int rowBytes, Duration time) throws RocksDBException {
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, directory.toString());
                WriteOptions synced = new WriteOptions().setSync(true)) {
            byte[] key = new byte[KEY_BYTES];
            byte[] row = new byte[rowBytes];
            new Random(1).nextBytes(row);
            long rows = 0;
            long start = System.nanoTime();
            long elapsed;
            do {
                try (WriteBatch batch = new WriteBatch()) {
                    for (int i = 0; i < batchRows; i++) {
                        ByteBuffer.wrap(key).putLong(KEY_BYTES - Long.BYTES, rows++);
                        batch.put(key, row);
                    }
                    db.write(synced, batch);
                }
                elapsed = System.nanoTime() - start;
            } while (elapsed < time.toNanos());
            return rows / (elapsed / 1e9);
        }
    }
}
