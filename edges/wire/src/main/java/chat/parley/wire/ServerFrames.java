package chat.parley.wire;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Outcome;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the server says. Every result is a whole WebSocket frame with its header, so that a fan-out encodes once
 * and all sockets share the bytes. {@code id} is the client's own name for what is answered, null when it gave none.
 */
public final class ServerFrames implements Frames {

    /** A {@code synced} is cut where it reaches so many bytes; the largest conversation adds less than 300. */
    private static final int SYNCED_BYTES_SOFT_MAX = 60 * 1024;

    /**
     * Not the pool by thread: virtual threads write too, and would each make buffers anew. Emoji are written as UTF-8,
     * 4 bytes, and not as the two escapes of 12 that are Jackson's default.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    /** The fields of one frame, written into an open object. */
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    public byte[] ready(@Nullable String id, UserId user, DeviceId device, long serverTs, Duration heartbeat) {
        return frame("ready", id, json -> {
            json.writeStringField("user_id", user.value());
            json.writeStringField("device_id", device.value());
            json.writeNumberField("server_ts", serverTs);
            json.writeNumberField("heartbeat_ms", heartbeat.toMillis());
        });
    }

    public byte[] ack(@Nullable String id, ClientMsgId key, ConversationId conversation, Outcome.Stored stored) {
        return frame("ack", id, json -> {
            json.writeStringField("client_msg_id", key.value());
            json.writeStringField("conversation_id", conversation.value());
            json.writeStringField("message_id", stored.id().toString());
            json.writeNumberField("seq", stored.seq());
            json.writeNumberField("server_ts", stored.serverTs());
            if (stored.duplicate()) {
                json.writeBooleanField("duplicate", true);
            }
        });
    }

    public byte[] pong(@Nullable String id) {
        return frame("pong", id, json -> {});
    }

    /**
     * @param key of the send that it answers, if it does
     * @param retryAfter null when trying again does not help
     */
    public byte[] error(
            @Nullable String id, @Nullable ClientMsgId key, Code code, String message, @Nullable Duration retryAfter) {
        return frame("error", id, json -> {
            json.writeStringField("code", code.text());
            json.writeStringField("message", message);
            if (key != null) {
                json.writeStringField("client_msg_id", key.value());
            }
            if (retryAfter != null) {
                json.writeNumberField("retry_after_ms", retryAfter.toMillis());
            }
        });
    }

    /**
     * The end of a sync, in as many frames as it takes to keep each below 64 KiB.
     *
     * @param since the token for the next one
     */
    public void synced(
            @Nullable String id,
            List<CatchUp.Standing> standings,
            String since,
            boolean reset,
            Consumer<byte[]> frames) {
        writeSynced(id, standings, since, reset, frames);
    }

    /**
     * What there is to say of a sync that does not end well: each frame is {@code partial}, and an error has to follow.
     * Each says it when the token was of no use, as there is no last one to say it.
     */
    public void syncedInPart(
            @Nullable String id, List<CatchUp.Standing> standings, boolean reset, Consumer<byte[]> frames) {
        writeSynced(id, standings, null, reset, frames);
    }

    private void writeSynced(
            @Nullable String id,
            List<CatchUp.Standing> standings,
            @Nullable String since,
            boolean reset,
            Consumer<byte[]> frames) {
        int[] next = {0};
        do {
            FrameBuffer buffer = new FrameBuffer();
            write(buffer, "synced", id, json -> {
                json.writeObjectFieldStart("conversations");
                while (next[0] < standings.size() && buffer.size() < SYNCED_BYTES_SOFT_MAX) {
                    writeStanding(json, standings.get(next[0]++));
                    json.flush();
                }
                json.writeEndObject();
                boolean partial = since == null || next[0] < standings.size();
                if (partial) {
                    json.writeBooleanField("partial", true);
                } else {
                    json.writeStringField("since", since);
                }
                if (reset && (since == null || !partial)) {
                    json.writeBooleanField("reset", true);
                }
            });
            frames.accept(buffer.toFrame());
        } while (next[0] < standings.size());
    }

    @Override
    public byte[] message(Message message, boolean own) {
        return frame("message", null, json -> MessageJson.writeFields(json, message, own));
    }

    @Override
    public byte[] conversation(ConversationView view) {
        return frame("conversation", null, json -> {
            json.writeFieldName("conversation");
            ConversationJson.write(json, view);
        });
    }

    @Override
    public byte[] conversationLeft(ConversationId conversation, ConversationType type) {
        return frame("conversation", null, json -> {
            json.writeObjectFieldStart("conversation");
            json.writeStringField("conversation_id", conversation.value());
            json.writeStringField("type", Names.of(type));
            json.writeEndObject();
            json.writeBooleanField("removed", true);
        });
    }

    @Override
    public byte[] receipt(ConversationId conversation, ReceiptKind kind, UserId user, MessageId upTo, long serverTs) {
        return frame("receipt", null, json -> {
            json.writeStringField("kind", Names.of(kind));
            json.writeStringField("conversation_id", conversation.value());
            json.writeStringField("user_id", user.value());
            json.writeStringField("message_id", upTo.toString());
            json.writeNumberField("server_ts", serverTs);
        });
    }

    @Override
    public byte[] typing(ConversationId conversation, UserId user, boolean active) {
        return frame("typing", null, json -> {
            json.writeStringField("conversation_id", conversation.value());
            json.writeStringField("user_id", user.value());
            json.writeBooleanField("active", active);
        });
    }

    @Override
    public byte[] presence(@Nullable String id, UserId user, PresenceStatus status, @Nullable Long lastActiveTs) {
        return frame("presence", id, json -> {
            json.writeStringField("user_id", user.value());
            json.writeStringField("status", Names.of(status));
            if (lastActiveTs != null) {
                json.writeNumberField("last_active_ts", lastActiveTs);
            }
        });
    }

    @Override
    public byte[] resync(Duration within) {
        return frame("resync", null, json -> json.writeNumberField("within_ms", within.toMillis()));
    }

    private static void writeStanding(JsonGenerator json, CatchUp.Standing standing) throws IOException {
        json.writeObjectFieldStart(standing.conversation().value());
        ConversationJson.writeId(json, "last_message_id", standing.lastId());
        json.writeNumberField("last_seq", standing.lastSeq());
        ConversationJson.writeId(json, "read_message_id", standing.readId());
        json.writeNumberField("unread", standing.unread());
        json.writeBooleanField("more", standing.more());
        json.writeEndObject();
    }

    private static byte[] frame(String type, @Nullable String id, Content content) {
        FrameBuffer buffer = new FrameBuffer();
        write(buffer, type, id, content);
        return buffer.toFrame();
    }

    private static void write(FrameBuffer buffer, String type, @Nullable String id, Content content) {
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            if (id != null) {
                json.writeStringField("id", id);
            }
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a frame of memory cannot fail but by a mistake of ours", e);
        }
    }
}
