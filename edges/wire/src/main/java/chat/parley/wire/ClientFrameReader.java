package chat.parley.wire;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Reads client frames from JSON. Of a field that is there twice the last one counts, as with most readers; which fields
 * matter is judged when the type is known, so a field that a type does not have may hold anything.
 */
public final class ClientFrameReader {

    /** Longest {@code id}, in characters. */
    static final int ID_CHARS_MAX = 64;

    /** Users whose presence one socket may ask for. */
    static final int WATCHED_MAX = 500;

    static final int SYNC_LIMIT_MAX = 500;
    static final int SYNC_LIMIT_DEFAULT = 100;

    /** What no honest client comes near; a frame itself has at most 64 KiB. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(64)
            .maxNameLength(1024)
            .build();

    /**
     * Names from strangers are not interned, and bytes are UTF-8 whatever they look like: the guess of a charset would
     * let a frame mean one thing here and another elsewhere.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    private ClientFrameReader() {}

    /** @param bytes well-formed UTF-8 from {@code offset} on; not kept */
    public static ClientFrame read(byte[] bytes, int offset, int length) {
        RawFrame raw = new RawFrame();
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            raw.read(json);
            return frame(raw);
        } catch (StreamConstraintsException e) {
            return malformed(raw, Code.BAD_REQUEST, "the frame nests too deeply, or has too long a number or name");
        } catch (IOException e) {
            return malformed(raw, Code.BAD_REQUEST, "the frame is not a JSON object");
        } catch (BadInput e) {
            return malformed(raw, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static ClientFrame frame(RawFrame raw) throws BadInput {
        String type = raw.required(RawFrame.TYPE);
        String id = raw.id();
        return switch (type) {
            case "auth" ->
                new ClientFrame.Auth(
                        id, raw.required(RawFrame.TOKEN), Fields.deviceId("device_id", raw.text(RawFrame.DEVICE_ID)));
            case "send" ->
                new ClientFrame.Send(
                        id,
                        Fields.conversationId("conversation_id", raw.text(RawFrame.CONVERSATION_ID)),
                        Fields.clientKey("client_msg_id", raw.text(RawFrame.CLIENT_MSG_ID)),
                        Fields.body(raw.text(RawFrame.TEXT), raw.mediaIds()));
            case "sync" -> new ClientFrame.Sync(id, raw.text(RawFrame.SINCE), raw.cursors(), raw.limit());
            case "receipt" ->
                new ClientFrame.Receipt(
                        id,
                        Names.parse("kind", ReceiptKind.class, raw.required(RawFrame.KIND)),
                        Fields.conversationId("conversation_id", raw.text(RawFrame.CONVERSATION_ID)),
                        Fields.messageId("message_id", raw.text(RawFrame.MESSAGE_ID)));
            case "typing" ->
                new ClientFrame.Typing(
                        id, Fields.conversationId("conversation_id", raw.text(RawFrame.CONVERSATION_ID)), raw.active());
            case "presence" -> new ClientFrame.Presence(id, status(raw.required(RawFrame.STATUS)));
            case "watch" -> new ClientFrame.Watch(id, raw.userIds());
            case "ping" -> new ClientFrame.Ping(id);
            default -> new ClientFrame.Unknown(id);
        };
    }

    /** Offline is what the server says when nothing is heard. */
    private static PresenceStatus status(String text) throws BadInput {
        return switch (text) {
            case "online" -> PresenceStatus.ONLINE;
            case "away" -> PresenceStatus.AWAY;
            default -> throw BadInput.malformed("status", "online or away");
        };
    }

    /** What could be read is repeated, so that the client knows which frame it was. */
    private static ClientFrame malformed(RawFrame raw, Code code, String message) {
        String key = raw.orNull(RawFrame.CLIENT_MSG_ID);
        return new ClientFrame.Malformed(
                raw.idOrNull(),
                raw.orNull(RawFrame.TYPE),
                key == null || !ClientMsgId.isValid(key) ? null : new ClientMsgId(key),
                code,
                message);
    }

    /** Whether it can be repeated: of bearable length, and well-formed, since UTF-8 cannot carry a lone surrogate. */
    static boolean isId(String text) {
        int characters = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (text.codePointAt(i) >= Character.MIN_SURROGATE && text.codePointAt(i) <= Character.MAX_SURROGATE) {
                return false;
            }
            if (++characters > ID_CHARS_MAX) {
                return false;
            }
        }
        return true;
    }
}
