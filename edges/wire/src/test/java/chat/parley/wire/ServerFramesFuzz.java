package chat.parley.wire;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whatever people write, the server's frame has the length that its header tells, and says in JSON what they wrote. */
public final class ServerFramesFuzz {

    private static final ServerFrames FRAMES = new ServerFrames();
    private static final ConversationId CONVERSATION = new ConversationId("g.1");
    private static final UserId ANN = new UserId("ann");
    private static final ClientMsgId KEY = new ClientMsgId("k:1");

    private ServerFramesFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider input) {
        boolean own = input.consumeBoolean();
        int kind = input.consumeInt(0, 3);
        long number = input.consumeLong(0, Long.MAX_VALUE);
        MessageId id = new MessageId(input.consumeLong(1, Long.MAX_VALUE));
        String text = new String(input.consumeRemainingAsBytes(), StandardCharsets.UTF_8);
        switch (kind) {
            case 0 -> {
                Map<String, String> said = read(FRAMES.message(message(id, number, Body.text(text)), own));
                expect(said, "type", "message");
                expect(said, "text", text);
                expect(said, "message_id", id.toString());
                expect(said, "seq", Long.toString(number));
                expect(said, "client_msg_id", own ? KEY.value() : null);
            }
            case 1 -> {
                Event event = own ? new Event.Renamed(text) : new Event.Created(List.of(ANN), text);
                Map<String, String> said = read(FRAMES.message(message(id, number, event), own));
                expect(said, "title", text);
                expect(said, "what", own ? "renamed" : "created");
            }
            case 2 -> {
                Map<String, String> said = read(FRAMES.error(text, KEY, Code.CONFLICT, text, Duration.ofMillis(7)));
                expect(said, "id", text);
                expect(said, "message", text);
                expect(said, "retry_after_ms", "7");
            }
            default -> expect(read(FRAMES.pong(text)), "id", text);
        }
    }

    private static Message message(MessageId id, long number, Content content) {
        return new Message(CONVERSATION, id, number, ANN, content, number, KEY, 1, Position.START);
    }

    private static void expect(Map<String, String> said, String field, @Nullable String value) {
        if (!Objects.equals(said.get(field), value)) {
            throw new AssertionError(field + " is not " + value + " in " + said);
        }
    }

    /** All scalar fields, of whatever depth. */
    private static Map<String, String> read(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (bytes.get() != (byte) 0x81) {
            throw new AssertionError("not a whole text");
        }
        int first = bytes.get();
        long length = first == 126 ? bytes.getShort() & 0xFFFF : first == 127 ? bytes.getLong() : first;
        if (first < 0 || length != bytes.remaining() || (first == 126 && length < 126)) {
            throw new AssertionError("a header of " + first + " and " + length + " before " + bytes.remaining());
        }
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(frame, bytes.position(), bytes.remaining())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue() && json.currentName() != null) {
                    fields.put(json.currentName(), json.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }
}
