package chat.parley.embedded;

import chat.parley.pipeline.port.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Refuses writes while there is still some disk left: for what is in memory and has to become files, and a reserve for
 * RocksDB's own doings. A database that never meets the end of its disk cannot be hurt by it.
 */
final class SpaceGuard {

    private static final long MIB = 1024 * 1024;
    private static final int PROBE_BYTES = 64 * 1024;

    private final DataDirectory directory;
    private final FileStore disk;
    private final long reserveBytes;

    SpaceGuard(DataDirectory directory, long reserveBytes) throws IOException {
        this.directory = directory;
        this.disk = Files.getFileStore(directory.path());
        this.reserveBytes = reserveBytes;
    }

    /** @throws StoreUnavailable when the disk is nearly full */
    void check(Database database) throws RocksDBException {
        long needed = reserveBytes + database.memtableBytes();
        long usable = usableBytes();
        if (usable < needed) {
            throw new StoreUnavailable("the disk is nearly full: " + usable / MIB + " MiB are free for "
                    + directory.path() + ", " + needed / MIB + " MiB are kept for what is stored already");
        }
    }

    /**
     * Whether it is worth opening the database anew, which writes what is in memory to files.
     *
     * @throws StoreUnavailable when the disk takes no write at this moment, or is nearly full
     */
    void probe(@Nullable Database database) throws RocksDBException {
        Path file = directory.path().resolve(".probe");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.delete(file);
        } catch (IOException e) {
            throw new StoreUnavailable("the disk of " + directory.path() + " takes no writes: " + e.getMessage(), e);
        }
        if (database != null) {
            check(database);
        }
    }

    private long usableBytes() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw new StoreUnavailable("the free space of " + directory.path() + " is not known", e);
        }
    }
}
