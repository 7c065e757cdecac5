package chat.parley.wire;

import chat.parley.domain.MessageId;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes frames as a client would: the other half of {@link ClientFrameReader}, for tests. */
final class ClientFrameJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ClientFrameJson() {}

    static byte[] of(ClientFrame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeText(json, "id", frame.id());
            writeFields(json, frame);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeFields(JsonGenerator json, ClientFrame frame) throws IOException {
        switch (frame) {
            case ClientFrame.Auth auth -> {
                json.writeStringField("type", "auth");
                json.writeStringField("token", auth.token());
                json.writeStringField("device_id", auth.device().value());
            }
            case ClientFrame.Send send -> {
                json.writeStringField("type", "send");
                json.writeStringField("conversation_id", send.conversation().value());
                json.writeStringField("client_msg_id", send.clientMsgId().value());
                writeText(json, "text", send.body().text());
                writeTexts(json, "media_ids", send.body().mediaIds());
            }
            case ClientFrame.Sync sync -> writeSync(json, sync);
            case ClientFrame.Receipt receipt -> {
                json.writeStringField("type", "receipt");
                json.writeStringField("kind", Names.of(receipt.kind()));
                json.writeStringField("conversation_id", receipt.conversation().value());
                json.writeStringField("message_id", receipt.message().toString());
            }
            case ClientFrame.Typing typing -> {
                json.writeStringField("type", "typing");
                json.writeStringField("conversation_id", typing.conversation().value());
                json.writeBooleanField("active", typing.active());
            }
            case ClientFrame.Presence presence -> {
                json.writeStringField("type", "presence");
                json.writeStringField("status", Names.of(presence.status()));
            }
            case ClientFrame.Watch watch -> {
                json.writeStringField("type", "watch");
                writeTexts(json, "user_ids", watch.users());
            }
            case ClientFrame.Ping _ -> json.writeStringField("type", "ping");
            case ClientFrame.Unknown _, ClientFrame.Malformed _ ->
                throw new IllegalArgumentException("was not understood: " + frame);
        }
    }

    private static void writeSync(JsonGenerator json, ClientFrame.Sync sync) throws IOException {
        json.writeStringField("type", "sync");
        writeText(json, "since", sync.since());
        json.writeObjectFieldStart("cursors");
        for (var cursor : sync.cursors().entrySet()) {
            boolean none = cursor.getValue().equals(MessageId.ZERO);
            json.writeFieldName(cursor.getKey().value());
            json.writeString(none ? null : cursor.getValue().toString());
        }
        json.writeEndObject();
        json.writeNumberField("limit", sync.limit());
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    private static void writeTexts(JsonGenerator json, String field, Iterable<?> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (Object text : texts) {
            json.writeString(text.toString());
        }
        json.writeEndArray();
    }
}
