package chat.parley.wire;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a frame as they were read, before it is known which of them its type has. A field of the wrong JSON
 * type is wrong only for who asks for it.
 */
final class RawFrame {

    static final int TYPE = 0;
    static final int ID = 1;
    static final int TOKEN = 2;
    static final int DEVICE_ID = 3;
    static final int CONVERSATION_ID = 4;
    static final int CLIENT_MSG_ID = 5;
    static final int TEXT = 6;
    static final int SINCE = 7;
    static final int KIND = 8;
    static final int MESSAGE_ID = 9;
    static final int STATUS = 10;

    private static final String[] NAMES = {
        "type",
        "id",
        "token",
        "device_id",
        "conversation_id",
        "client_msg_id",
        "text",
        "since",
        "kind",
        "message_id",
        "status"
    };

    private final @Nullable String[] texts = new @Nullable String[NAMES.length];

    /** A bit for each text that was neither a string nor null. */
    private int wrong;

    private List<String> mediaIds = List.of();
    private @Nullable BadInput mediaIdsWrong;
    private Map<ConversationId, MessageId> cursors = Map.of();
    private @Nullable BadInput cursorsWrong;
    private int limit = ClientFrameReader.SYNC_LIMIT_DEFAULT;
    private @Nullable BadInput limitWrong;
    private @Nullable Boolean active;
    private boolean activeWrong;
    private @Nullable Set<UserId> userIds;
    private @Nullable BadInput userIdsWrong;

    /** @throws IOException when this is not one JSON object and nothing else */
    void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(json, "not an object");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "type" -> readText(json, TYPE);
                case "id" -> readText(json, ID);
                case "token" -> readText(json, TOKEN);
                case "device_id" -> readText(json, DEVICE_ID);
                case "conversation_id" -> readText(json, CONVERSATION_ID);
                case "client_msg_id" -> readText(json, CLIENT_MSG_ID);
                case "text" -> readText(json, TEXT);
                case "since" -> readText(json, SINCE);
                case "media_ids" -> readMediaIds(json);
                case "cursors" -> readCursors(json);
                case "limit" -> readLimit(json);
                case "kind" -> readText(json, KIND);
                case "message_id" -> readText(json, MESSAGE_ID);
                case "status" -> readText(json, STATUS);
                case "active" -> readActive(json);
                case "user_ids" -> readUserIds(json);
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "more than an object");
        }
    }

    /** The text of a field, null when there is none. @throws BadInput when it is no string */
    @Nullable
    String text(int field) throws BadInput {
        if ((wrong & 1 << field) != 0) {
            throw BadInput.malformed(NAMES[field], "a string");
        }
        return texts[field];
    }

    String required(int field) throws BadInput {
        String text = text(field);
        if (text == null) {
            throw BadInput.missing(NAMES[field]);
        }
        return text;
    }

    @Nullable
    String orNull(int field) {
        return texts[field];
    }

    @Nullable
    String id() throws BadInput {
        String id = text(ID);
        if (id != null && !ClientFrameReader.isId(id)) {
            throw BadInput.malformed(
                    "id", "well-formed text of at most " + ClientFrameReader.ID_CHARS_MAX + " characters");
        }
        return id;
    }

    @Nullable
    String idOrNull() {
        String id = texts[ID];
        return id != null && ClientFrameReader.isId(id) ? id : null;
    }

    List<String> mediaIds() throws BadInput {
        if (mediaIdsWrong != null) {
            throw mediaIdsWrong;
        }
        return mediaIds;
    }

    Map<ConversationId, MessageId> cursors() throws BadInput {
        if (cursorsWrong != null) {
            throw cursorsWrong;
        }
        return cursors;
    }

    int limit() throws BadInput {
        if (limitWrong != null) {
            throw limitWrong;
        }
        return limit;
    }

    boolean active() throws BadInput {
        if (activeWrong) {
            throw BadInput.malformed("active", "true or false");
        }
        if (active == null) {
            throw BadInput.missing("active");
        }
        return active;
    }

    /** Each once, in the order in which they were first named. */
    List<UserId> userIds() throws BadInput {
        if (userIdsWrong != null) {
            throw userIdsWrong;
        }
        if (userIds == null) {
            throw BadInput.missing("user_ids");
        }
        if (userIds.size() > ClientFrameReader.WATCHED_MAX) {
            throw new BadInput(Code.TOO_LARGE, "user_ids has more than " + ClientFrameReader.WATCHED_MAX);
        }
        return List.copyOf(userIds);
    }

    private void readActive(JsonParser json) throws IOException {
        active = null;
        activeWrong = false;
        switch (json.currentToken()) {
            case VALUE_TRUE -> active = true;
            case VALUE_FALSE -> active = false;
            case VALUE_NULL -> {}
            default -> {
                activeWrong = true;
                json.skipChildren();
            }
        }
    }

    private void readUserIds(JsonParser json) throws IOException {
        userIds = null;
        userIdsWrong = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Set<UserId> read = new LinkedHashSet<>();
        boolean ok = json.currentToken() == JsonToken.START_ARRAY;
        while (ok && json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING && UserId.isValid(json.getText())) {
                read.add(new UserId(json.getText()));
            } else {
                userIdsWrong = BadInput.malformed("user_ids", "a list of user ids");
                json.skipChildren();
            }
        }
        if (!ok) {
            userIdsWrong = BadInput.malformed("user_ids", "a list of user ids");
            json.skipChildren();
        }
        userIds = read;
    }

    private void readText(JsonParser json, int field) throws IOException {
        wrong &= ~(1 << field);
        texts[field] = null;
        switch (json.currentToken()) {
            case VALUE_STRING -> texts[field] = json.getText();
            case VALUE_NULL -> {}
            default -> {
                wrong |= 1 << field;
                json.skipChildren();
            }
        }
    }

    private void readMediaIds(JsonParser json) throws IOException {
        mediaIds = List.of();
        mediaIdsWrong = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        List<String> read = new ArrayList<>();
        boolean ok = json.currentToken() == JsonToken.START_ARRAY;
        while (ok && json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                read.add(json.getText());
            } else {
                mediaIdsWrong = BadInput.malformed("media_ids", "a list of strings");
                json.skipChildren();
            }
        }
        if (!ok) {
            mediaIdsWrong = BadInput.malformed("media_ids", "a list of strings");
            json.skipChildren();
        }
        mediaIds = read;
    }

    private void readCursors(JsonParser json) throws IOException {
        cursors = Map.of();
        cursorsWrong = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            cursorsWrong = wrongCursors();
            json.skipChildren();
            return;
        }
        Map<ConversationId, MessageId> read = new HashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            MessageId cursor = readCursor(json);
            if (cursor == null || !ConversationId.isValid(name)) {
                cursorsWrong = wrongCursors();
            } else {
                read.put(new ConversationId(name), cursor);
            }
        }
        cursors = read;
    }

    private static @Nullable MessageId readCursor(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return MessageId.ZERO;
        }
        if (token == JsonToken.VALUE_STRING && MessageId.isValid(json.getText())) {
            return MessageId.parse(json.getText());
        }
        json.skipChildren();
        return null;
    }

    private static BadInput wrongCursors() {
        return BadInput.malformed("cursors", "an object of conversation_id: message_id or null");
    }

    private void readLimit(JsonParser json) throws IOException {
        limit = ClientFrameReader.SYNC_LIMIT_DEFAULT;
        limitWrong = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 1
                && json.getIntValue() <= ClientFrameReader.SYNC_LIMIT_MAX) {
            limit = json.getIntValue();
            return;
        }
        limitWrong = BadInput.malformed("limit", "a whole number from 1 to " + ClientFrameReader.SYNC_LIMIT_MAX);
        json.skipChildren();
    }
}
