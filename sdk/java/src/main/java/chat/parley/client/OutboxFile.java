package chat.parley.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sends that no server has answered for good, on disk. A send is added before the server hears of it; that it was
 * answered may be lost in a crash, since it is then sent again under its key and found to be there.
 *
 * <pre>
 * added    := 1 createdAt:long conversation_id client_msg_id text? count:byte media_id*
 * answered := 2 client_msg_id
 * </pre>
 */
final class OutboxFile implements AutoCloseable {

    /** A send of an earlier run. */
    record Kept(OutgoingMessage message, long createdAtMillis) {}

    private static final byte ADDED = 1;
    private static final byte ANSWERED = 2;
    private static final long REWRITE_BYTES_MIN = 256 * 1024;

    private final Map<String, byte[]> live = new LinkedHashMap<>();
    private final List<Kept> kept = new ArrayList<>();
    private final RecordFile file;
    /** Held while the disk is waited for, so that others can add meanwhile, and share the next wait. Before the monitor. */
    private final Object forcing = new Object();

    private long liveBytes;

    OutboxFile(Path path) throws IOException {
        Map<String, Kept> read = new LinkedHashMap<>();
        file = RecordFile.open(path, content -> read(content, read));
        kept.addAll(read.values());
    }

    /** What was there when it was opened, oldest first. */
    List<Kept> kept() {
        return List.copyOf(kept);
    }

    synchronized void add(OutgoingMessage message, long createdAtMillis) throws IOException {
        byte[] record = RecordBytes.of(out -> {
            out.writeByte(ADDED);
            out.writeLong(createdAtMillis);
            out.writeUTF(message.conversationId());
            out.writeUTF(message.clientMsgId());
            RecordBytes.orNull(out, message.text());
            out.writeByte(message.mediaIds().size());
            for (String media : message.mediaIds()) {
                out.writeUTF(media);
            }
        });
        file.append(record);
        put(message.clientMsgId(), record);
    }

    /** Makes all sends added so far survive a crash of the machine. Of several callers one does the work for all. */
    void force(String clientMsgId) throws IOException {
        synchronized (forcing) {
            if (unanswered(clientMsgId)) {
                file.force();
            }
        }
    }

    void answered(String clientMsgId) throws IOException {
        if (takeOut(clientMsgId)) {
            synchronized (forcing) {
                synchronized (this) {
                    file.rewrite(live.values());
                }
            }
        }
    }

    private synchronized boolean unanswered(String clientMsgId) {
        return live.containsKey(clientMsgId);
    }

    /** @return whether the file is mostly about what was answered */
    private synchronized boolean takeOut(String clientMsgId) throws IOException {
        byte[] record = live.remove(clientMsgId);
        if (record == null) {
            return false;
        }
        liveBytes -= record.length;
        file.append(RecordBytes.of(out -> {
            out.writeByte(ANSWERED);
            out.writeUTF(clientMsgId);
        }));
        return file.length() > REWRITE_BYTES_MIN && file.length() > 4 * liveBytes;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void put(String clientMsgId, byte[] record) {
        live.put(clientMsgId, record);
        liveBytes += record.length;
    }

    private void read(ByteBuffer content, Map<String, Kept> read) {
        byte[] record = new byte[content.remaining()];
        content.duplicate().get(record);
        try (DataInputStream in = RecordBytes.reader(content)) {
            byte kind = in.readByte();
            if (kind == ADDED) {
                long createdAtMillis = in.readLong();
                String conversationId = in.readUTF();
                String clientMsgId = in.readUTF();
                String text = RecordBytes.orNull(in);
                List<String> mediaIds = new ArrayList<>();
                for (int left = in.readByte(); left > 0; left--) {
                    mediaIds.add(in.readUTF());
                }
                OutgoingMessage message = new OutgoingMessage(conversationId, clientMsgId, text, mediaIds);
                read.put(clientMsgId, new Kept(message, createdAtMillis));
                put(clientMsgId, record);
            } else if (kind == ANSWERED) {
                String clientMsgId = in.readUTF();
                read.remove(clientMsgId);
                byte[] answered = live.remove(clientMsgId);
                liveBytes -= answered == null ? 0 : answered.length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
