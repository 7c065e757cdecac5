package chat.parley.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Records one after the other, each with its length and checksum, so that a file whose end was torn off by a crash reads
 * as the records before that.
 *
 * <pre>
 * file   := record*
 * record := length (4 bytes, of the content) checksum (4 bytes, CRC-32C of the content) content
 * </pre>
 */
final class RecordFile implements AutoCloseable {

    private static final int HEAD_BYTES = 8;
    private static final int CONTENT_BYTES_MAX = 1 << 20;

    private final Path path;
    private volatile FileChannel file;
    private volatile long length;
    private volatile long forced;

    private RecordFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** Opens or makes a file, and gives each of its records. What follows the first damaged one is cut off. */
    static RecordFile open(Path path, Consumer<ByteBuffer> records) throws IOException {
        RecordFile opened = new RecordFile(path, channel(path));
        opened.read(records);
        return opened;
    }

    /** @return bytes of all records */
    long length() {
        return length;
    }

    /** Adds a record, which then survives the end of this process; {@link #force} makes it survive the machine's. */
    void append(byte[] content) throws IOException {
        try {
            long at = length;
            length = at + write(file, at, content);
        } catch (IOException e) {
            // Half a record would hide all that follow it.
            file.truncate(length);
            throw e;
        }
    }

    /** Makes all that was appended so far survive a crash of the machine. */
    void force() throws IOException {
        if (forced < length) {
            long reached = length;
            file.force(false);
            forced = reached;
        }
    }

    /** Replaces the content by these records, as a whole or, after a crash, not at all. */
    void rewrite(Iterable<byte[]> records) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        long written = 0;
        try (FileChannel out = channel(fresh)) {
            for (byte[] content : records) {
                written += write(out, written, content);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
        file.close();
        file = channel(path);
        length = written;
        forced = written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void read(Consumer<ByteBuffer> records) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        while (all.remaining() >= HEAD_BYTES) {
            int size = all.getInt(all.position());
            int sum = all.getInt(all.position() + 4);
            if (size < 0 || size > CONTENT_BYTES_MAX || all.remaining() - HEAD_BYTES < size) {
                break;
            }
            ByteBuffer content = all.slice(all.position() + HEAD_BYTES, size);
            if (checksum(content.duplicate()) != sum) {
                break;
            }
            records.accept(content);
            all.position(all.position() + HEAD_BYTES + size);
        }
        length = all.position();
        forced = length;
        if (all.hasRemaining()) {
            System.getLogger(RecordFile.class.getName())
                    .log(System.Logger.Level.WARNING, "{0}: cut off {1} bytes of a torn end", path, all.remaining());
            file.truncate(length);
        }
    }

    private static int write(FileChannel out, long position, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + content.length);
        record.putInt(content.length)
                .putInt(checksum(ByteBuffer.wrap(content)))
                .put(content)
                .flip();
        int size = record.remaining();
        while (record.hasRemaining()) {
            out.write(record, position + record.position());
        }
        return size;
    }

    private static int checksum(ByteBuffer content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void forceDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }
}
