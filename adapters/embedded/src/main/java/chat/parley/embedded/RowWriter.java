package chat.parley.embedded;

import chat.parley.domain.Position;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes keys and values into a buffer that can be used again and again, by one thread. */
final class RowWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private byte[] bytes;
    private int size;

    /** @param bytes to begin with; it grows when it has to */
    RowWriter(int bytes) {
        this.bytes = new byte[bytes];
    }

    /** Begins anew. */
    RowWriter clear() {
        size = 0;
        return this;
    }

    RowWriter int8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    RowWriter int16(int value) {
        return int8(value >> 8).int8(value);
    }

    RowWriter int32(int value) {
        room(4);
        INT.set(bytes, size, value);
        size += 4;
        return this;
    }

    RowWriter int64(long value) {
        room(8);
        LONG.set(bytes, size, value);
        size += 8;
        return this;
    }

    /** Seven bits a byte, the lowest first; small numbers are short. */
    RowWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** An id and a zero, which no id contains: none is the beginning of another. */
    RowWriter id(String ascii) {
        byte[] source = ascii.getBytes(StandardCharsets.ISO_8859_1);
        room(source.length + 1);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        bytes[size++] = 0;
        return this;
    }

    RowWriter text(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        number(source.length);
        room(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        return this;
    }

    RowWriter position(Position position) {
        return int32(position.generation()).int64(position.offset());
    }

    /** What has been written, as a key. The writer is not used after this. */
    byte[] key() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** What has been written, as the value of a key, with the checksum of both. */
    byte[] valueOf(byte[] key) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(bytes, 0, size);
        int32((int) crc.getValue());
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
