package chat.parley.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads a file in the format that RocksDB has for its write-ahead logs and its MANIFEST: blocks of 32 KiB, filled with
 * records that are cut into fragments at their ends; each fragment has a checksum, a length and a type. Goes on behind
 * what is damaged, to tell whether anything follows.
 *
 * <p>The format is described in RocksDB's wiki, "Write Ahead Log File Format".
 */
final class RecordFile {

    /** What is found, in the order of the file. */
    sealed interface Found {

        long offset();

        /** @param start its first bytes, {@link #START_BYTES} or as many as it has, little-endian */
        record Whole(long offset, ByteBuffer start) implements Found {}

        /** Bytes that nobody wrote so. */
        record Damage(long offset, String what) implements Found {}

        /** The file ends within a record. */
        record Torn(long offset) implements Found {}
    }

    /** Enough for the sequence number and the count of a write. */
    static final int START_BYTES = 12;

    private static final int BLOCK_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 7;
    private static final int TYPE_AT = 6;

    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;

    /** Types of RocksDB's own (compression, sizes of timestamps, the log before) that are whole records. */
    private static final int OTHER_MAX = 131;

    private final Consumer<Found> found;
    private final byte[] block = new byte[BLOCK_BYTES];
    private long blockOffset;
    private int blockSize;

    private final ByteBuffer start = ByteBuffer.allocate(START_BYTES);
    private long recordOffset = -1;
    private boolean skipping;

    private RecordFile(Consumer<Found> found) {
        this.found = found;
    }

    static void scan(Path path, Consumer<Found> found) throws IOException {
        RecordFile file = new RecordFile(found);
        try (InputStream in = Files.newInputStream(path)) {
            while ((file.blockSize = in.readNBytes(file.block, 0, BLOCK_BYTES)) > 0) {
                file.scanBlock();
                file.blockOffset += file.blockSize;
            }
        }
        if (file.recordOffset >= 0) {
            found.accept(new Found.Torn(file.recordOffset));
        }
    }

    private void scanBlock() {
        int at = 0;
        while (blockSize - at >= HEADER_BYTES) {
            int end = fragmentEnd(at);
            if (isWhole(at, end)) {
                fragment(at, end);
                at = end;
            } else if (isZero(at)) {
                return;
            } else {
                tellBroken(at, end);
                at = nextWhole(at + 1);
            }
        }
        if (!isZero(at)) {
            tellBroken(at, blockSize + 1);
        }
    }

    private void fragment(int at, int end) {
        int type = block[at + TYPE_AT] & 0xff;
        if (type == FULL || type == FIRST) {
            if (recordOffset >= 0) {
                damaged(recordOffset, "a record without an end");
            }
            start.clear();
            recordOffset = blockOffset + at;
            skipping = false;
        } else if (type > LAST) {
            return;
        } else if (recordOffset < 0) {
            if (!skipping) {
                damaged(blockOffset + at, "a record without a beginning");
            }
            return;
        }
        start.put(block, at + HEADER_BYTES, Math.min(start.remaining(), end - at - HEADER_BYTES));
        if (type == FULL || type == LAST) {
            ByteBuffer bytes = ByteBuffer.allocate(start.position()).put(start.flip());
            found.accept(new Found.Whole(recordOffset, bytes.flip().order(ByteOrder.LITTLE_ENDIAN)));
            recordOffset = -1;
        }
    }

    /** A fragment that would go beyond the end of the file was perhaps cut off there, everything else is damage. */
    private void tellBroken(int at, int end) {
        if (end > blockSize && blockSize < BLOCK_BYTES && nextWhole(at + 1) == blockSize) {
            found.accept(new Found.Torn(recordOffset >= 0 ? recordOffset : blockOffset + at));
            recordOffset = -1;
            skipping = true;
        } else {
            damaged(blockOffset + at, "a checksum does not fit");
        }
    }

    private void damaged(long offset, String what) {
        found.accept(new Found.Damage(offset, what));
        recordOffset = -1;
        skipping = true;
    }

    private int fragmentEnd(int at) {
        return at + HEADER_BYTES + ((block[at + 4] & 0xff) | (block[at + 5] & 0xff) << 8);
    }

    private boolean isWhole(int at, int end) {
        int type = block[at + TYPE_AT] & 0xff;
        if (type < FULL || type > OTHER_MAX || end > blockSize) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(block, at + TYPE_AT, end - at - TYPE_AT);
        int masked = ByteBuffer.wrap(block, at, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return unmasked(masked) == (int) crc.getValue();
    }

    /** Where the next whole fragment of this block begins, its end when there is none. */
    private int nextWhole(int from) {
        for (int at = from; blockSize - at >= HEADER_BYTES; at++) {
            int type = block[at + TYPE_AT] & 0xff;
            if (type >= FULL && type <= LAST && isWhole(at, fragmentEnd(at))) {
                return at;
            }
        }
        return blockSize;
    }

    /** What is allocated and not written, or left over at the end of a block. */
    private boolean isZero(int from) {
        for (int at = from; at < blockSize; at++) {
            if (block[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Checksums of data that hold checksums are stored masked. */
    private static int unmasked(int masked) {
        int rotated = masked - 0xa282ead8;
        return rotated >>> 17 | rotated << 15;
    }
}
