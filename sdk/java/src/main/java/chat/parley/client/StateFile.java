package chat.parley.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application was given, on disk: the token of the last catch-up, and by conversation the last message. It is
 * never forced: an older state only means that something is given again. As the file is read up to its first damaged
 * record, no later record is seen without all before it.
 *
 * <pre>
 * device    := 1 device_id
 * user      := 2 user_id
 * cursor    := 3 conversation_id seq:long message_id?
 * forgotten := 4 conversation_id
 * since     := 5 token            (all cursors before it are covered by it)
 * </pre>
 */
final class StateFile implements AutoCloseable {

    /** @param moved whether it moved since the token was given */
    record Cursor(long seq, @Nullable String messageId, boolean moved) {}

    private static final byte DEVICE = 1;
    private static final byte USER = 2;
    private static final byte CURSOR = 3;
    private static final byte FORGOTTEN = 4;
    private static final byte SINCE = 5;
    private static final long REWRITE_BYTES_MIN = 256 * 1024;

    private final Map<String, Cursor> cursors = new HashMap<>();
    private final RecordFile file;
    private @Nullable String deviceId;
    private @Nullable String userId;
    private @Nullable String since;
    private long rewrittenBytes;

    StateFile(Path path) throws IOException {
        file = RecordFile.open(path, this::read);
    }

    synchronized @Nullable String deviceId() {
        return deviceId;
    }

    synchronized @Nullable String userId() {
        return userId;
    }

    synchronized @Nullable String since() {
        return since;
    }

    synchronized Map<String, Cursor> cursors() {
        return Map.copyOf(cursors);
    }

    synchronized void device(String id) throws IOException {
        write(DEVICE, id);
        file.force();
    }

    synchronized void user(String id) throws IOException {
        write(USER, id);
        file.force();
    }

    synchronized void given(String conversationId, long seq, @Nullable String messageId) throws IOException {
        Cursor cursor = new Cursor(seq, messageId, true);
        append(cursor(conversationId, cursor));
        cursors.put(conversationId, cursor);
        shrink();
    }

    synchronized void forgotten(String conversationId) throws IOException {
        if (cursors.remove(conversationId) != null) {
            write(FORGOTTEN, conversationId);
        }
    }

    synchronized void since(String token) throws IOException {
        write(SINCE, token);
        shrink();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void write(byte kind, String value) throws IOException {
        append(text(kind, value));
    }

    private void append(byte[] record) throws IOException {
        file.append(record);
        read(ByteBuffer.wrap(record));
    }

    private void shrink() throws IOException {
        if (file.length() > REWRITE_BYTES_MIN && file.length() > 4 * rewrittenBytes) {
            file.rewrite(records());
            rewrittenBytes = file.length();
        }
    }

    private List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        if (deviceId != null) {
            records.add(text(DEVICE, deviceId));
        }
        if (userId != null) {
            records.add(text(USER, userId));
        }
        cursors.forEach((id, cursor) -> {
            if (!cursor.moved()) {
                records.add(cursor(id, cursor));
            }
        });
        if (since != null) {
            records.add(text(SINCE, since));
        }
        cursors.forEach((id, cursor) -> {
            if (cursor.moved()) {
                records.add(cursor(id, cursor));
            }
        });
        return records;
    }

    private static byte[] text(byte kind, String value) {
        return RecordBytes.of(out -> {
            out.writeByte(kind);
            out.writeUTF(value);
        });
    }

    private static byte[] cursor(String conversationId, Cursor cursor) {
        return RecordBytes.of(out -> {
            out.writeByte(CURSOR);
            out.writeUTF(conversationId);
            out.writeLong(cursor.seq());
            RecordBytes.orNull(out, cursor.messageId());
        });
    }

    private void read(ByteBuffer content) {
        try (DataInputStream in = RecordBytes.reader(content)) {
            byte kind = in.readByte();
            switch (kind) {
                case DEVICE -> deviceId = in.readUTF();
                case USER -> userId = in.readUTF();
                case CURSOR -> {
                    String conversationId = in.readUTF();
                    cursors.put(conversationId, new Cursor(in.readLong(), RecordBytes.orNull(in), true));
                }
                case FORGOTTEN -> cursors.remove(in.readUTF());
                case SINCE -> {
                    since = in.readUTF();
                    cursors.replaceAll((_, cursor) -> new Cursor(cursor.seq(), cursor.messageId(), false));
                }
                default -> {
                    // Of a later version.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
