package chat.parley.embedded;

import chat.parley.domain.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** Reads what {@link RowWriter} wrote; throws {@link DamagedRow} when it did not write this. */
final class RowReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    private RowReader(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    static RowReader ofKey(byte[] key) {
        return new RowReader(key, key.length);
    }

    /** Checks the checksum first. */
    static RowReader ofValue(byte[] key, byte[] value) {
        int end = value.length - Integer.BYTES;
        if (end < 0) {
            throw new DamagedRow("a value is too short");
        }
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(value, 0, end);
        if ((int) crc.getValue() != ByteBuffer.wrap(value).getInt(end)) {
            throw new DamagedRow("the checksum does not fit");
        }
        return new RowReader(value, end);
    }

    /** Reads a whole value, up to its last byte. */
    static <T> T whole(byte[] key, byte[] value, Function<RowReader, T> codec) {
        RowReader reader = ofValue(key, value);
        try {
            T row = codec.apply(reader);
            reader.end();
            return row;
        } catch (IllegalArgumentException e) {
            throw new DamagedRow(String.valueOf(e.getMessage()));
        }
    }

    int int8() {
        return take(1)[at - 1] & 0xff;
    }

    int int16() {
        return int8() << 8 | int8();
    }

    int int32() {
        return ByteBuffer.wrap(take(4)).getInt(at - 4);
    }

    long int64() {
        return ByteBuffer.wrap(take(8)).getLong(at - 8);
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = int8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedRow("a number has no end");
    }

    /** A number that counts something that is there: never more than the bytes that remain. */
    int count() {
        long count = number();
        if (count < 0 || count > end - at) {
            throw new DamagedRow("a count is larger than the row");
        }
        return (int) count;
    }

    String id() {
        int from = at;
        int length = 0;
        while (int8() != 0) {
            length++;
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    String text() {
        int length = count();
        return new String(take(length), at - length, length, StandardCharsets.UTF_8);
    }

    Position position() {
        return new Position(int32(), int64());
    }

    RowReader skip(int count) {
        take(count);
        return this;
    }

    boolean isAtEnd() {
        return at == end;
    }

    void end() {
        if (at != end) {
            throw new DamagedRow((end - at) + " bytes too many");
        }
    }

    private byte[] take(int count) {
        if (end - at < count) {
            throw new DamagedRow("a row ends too early");
        }
        at += count;
        return bytes;
    }
}
