package chat.parley.embedded;

import chat.parley.domain.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A small file that says up to which position answers have gone out. It is written behind every synced write and before
 * its answers, and not synced itself: after a crash of the process it is exact, after a power cut it may lag and never
 * leads. A database that ends before it has lost what was acknowledged.
 */
final class AckedMark implements AutoCloseable {

    /**
     * @param acked everything at or before this position is in the database
     * @param walNumber of the last write-ahead log when the store was closed in order, 0 otherwise
     * @param walBytes its length then
     */
    record Mark(Position acked, long walNumber, long walBytes) {

        boolean closedInOrder() {
            return walNumber != 0;
        }
    }

    private static final String FILE = "ACKED";
    private static final byte[] KEY = FILE.getBytes(StandardCharsets.US_ASCII);

    private final FileChannel file;
    private final RowWriter row = new RowWriter(64);
    private Position acked = Position.START;

    private AckedMark(FileChannel file) {
        this.file = file;
    }

    static AckedMark open(DataDirectory directory) {
        try {
            return new AckedMark(
                    FileChannel.open(path(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path path(DataDirectory directory) {
        return directory.path().resolve(FILE);
    }

    /**
     * @return null when there is no such file, or one that was only just made
     * @throws DamagedRow when it is not what was written
     */
    static @Nullable Mark read(DataDirectory directory) {
        try {
            byte[] value = Files.readAllBytes(path(directory));
            return value.length == 0
                    ? null
                    : RowReader.whole(
                            KEY, value, reader -> new Mark(reader.position(), reader.int64(), reader.int64()));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new DamagedRow(String.valueOf(e.getMessage()));
        }
    }

    void write(Mark mark) throws IOException {
        byte[] value = row.clear()
                .position(mark.acked())
                .int64(mark.walNumber())
                .int64(mark.walBytes())
                .valueOf(KEY);
        acked = mark.acked();
        // One page, always the same bytes of it: a crash of the process leaves the old or the new.
        file.write(ByteBuffer.wrap(value), 0);
    }

    /** From here on the mark of an earlier run, which was closed in order, holds no more. */
    void begin(Position covered) throws IOException {
        write(new Mark(covered, 0, 0));
        file.force(false);
    }

    /** All write-ahead logs are whole; a later look at them finds them as they are now. */
    void closedInOrder(DataDirectory directory) throws IOException {
        WalFile last = WalFile.last(directory.database());
        if (last != null) {
            write(new Mark(acked, last.number(), last.bytes()));
            file.force(false);
        }
    }

    /** Closes the file of a store that did not come to be. */
    void release() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
