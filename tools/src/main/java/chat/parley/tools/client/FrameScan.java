package chat.parley.tools.client;

import chat.parley.domain.MessageId;
import java.nio.charset.StandardCharsets;

/**
 * The frames that come by the million, {@code message} and {@code ack}, read without making an object: one pass over
 * the bytes that notes where the values of the known top-level keys lie. Any order of keys and any unknown key will do.
 * One instance for each loop, used again for each frame; it looks into the caller's array, so it is as short-lived.
 */
public final class FrameScan {

    /** What a frame turned out to be. */
    public enum Kind {
        MESSAGE,
        ACK,
        /** Another type, or not scannable: to be read by {@link ServerFrame#read}. */
        OTHER
    }

    /** The places of a string's bytes, without its quotes. Empty when the key was absent. */
    public static final class Span {
        private int from;
        private int to;
        private boolean escaped;

        public int from() {
            return from;
        }

        public int to() {
            return to;
        }

        public int length() {
            return to - from;
        }

        /** Whether a backslash stands in it, so that the bytes are not yet the text. */
        public boolean escaped() {
            return escaped;
        }

        private void clear() {
            from = 0;
            to = 0;
            escaped = false;
        }
    }

    private final Span type = new Span();
    private final Span conversation = new Span();
    private final Span messageId = new Span();
    private final Span sender = new Span();
    private final Span text = new Span();
    private final Span clientMsgId = new Span();
    private final Span ignored = new Span();
    private byte[] json = new byte[0];
    private int begin;
    private int at;
    private int end;
    private long seq;
    private long serverTs;
    private boolean event;
    private boolean duplicate;

    /** Looks at a frame; what the getters say is valid after MESSAGE and ACK, until the next call. */
    public Kind scan(byte[] frame, int offset, int length) {
        json = frame;
        begin = offset;
        at = offset;
        end = offset + length;
        type.clear();
        conversation.clear();
        messageId.clear();
        sender.clear();
        text.clear();
        clientMsgId.clear();
        seq = 0;
        serverTs = 0;
        event = false;
        duplicate = false;
        if (!object() || conversation.length() == 0 || messageId.length() != MessageId.LENGTH || seq <= 0) {
            return Kind.OTHER;
        }
        if (is(type, "message")) {
            return Kind.MESSAGE;
        }
        return is(type, "ack") ? Kind.ACK : Kind.OTHER;
    }

    /** The array that the spans point into. */
    public byte[] bytes() {
        return json;
    }

    /** Where the frame begins in {@link #bytes}. */
    public int begin() {
        return begin;
    }

    /** The frame's length in bytes. */
    public int length() {
        return end - begin;
    }

    public Span conversation() {
        return conversation;
    }

    public Span sender() {
        return sender;
    }

    public Span text() {
        return text;
    }

    /** Told to the sender's devices alone; else empty. */
    public Span clientMsgId() {
        return clientMsgId;
    }

    /** The message's id as its number; -1 when it is none. */
    public long messageId() {
        long value = 0;
        for (int i = messageId.from; i < messageId.to; i++) {
            int digit = MessageId.digit(json[i]);
            if (digit < 0) {
                return -1;
            }
            value = value << 5 | digit;
        }
        return value;
    }

    public long seq() {
        return seq;
    }

    /** Unix milliseconds. */
    public long serverTs() {
        return serverTs;
    }

    /** Whether it is an event rather than a message. */
    public boolean event() {
        return event;
    }

    /** Whether an ack repeats the result of an earlier send. */
    public boolean duplicate() {
        return duplicate;
    }

    /** A span's bytes as text; only right when it is not escaped. */
    public String textOf(Span span) {
        return new String(json, span.from, span.length(), StandardCharsets.UTF_8);
    }

    private boolean object() {
        if (!next('{')) {
            return false;
        }
        if (next('}')) {
            return true;
        }
        do {
            if (!string(ignored) || !field(ignored.from, ignored.length())) {
                return false;
            }
        } while (next(','));
        return next('}');
    }

    private boolean field(int key, int length) {
        if (!next(':')) {
            return false;
        }
        return switch (length) {
            case 3 -> key(key, "seq") ? number() && keepSeq() : value();
            case 4 ->
                key(key, "type")
                        ? string(type)
                        : key(key, "from") ? string(sender) : key(key, "text") ? string(text) : kind(key);
            case 9 -> key(key, "server_ts") ? number() && keepTs() : key(key, "duplicate") ? flag() : value();
            case 10 -> key(key, "message_id") ? string(messageId) : value();
            case 13 -> key(key, "client_msg_id") ? string(clientMsgId) : value();
            case 15 -> key(key, "conversation_id") ? string(conversation) : value();
            default -> value();
        };
    }

    private boolean kind(int key) {
        if (!key(key, "kind")) {
            return value();
        }
        if (!string(ignored)) {
            return false;
        }
        event = is(ignored, "event");
        // An unknown kind counts in seq like an event does, and is none of a reader's business.
        return true;
    }

    private long number;

    private boolean keepSeq() {
        seq = number;
        return true;
    }

    private boolean keepTs() {
        serverTs = number;
        return true;
    }

    private boolean flag() {
        blanks();
        duplicate = at < end && json[at] == 't';
        return value();
    }

    private boolean number() {
        blanks();
        int start = at;
        long value = 0;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            value = value * 10 + (json[at++] - '0');
        }
        number = value;
        return at > start && at - start < 19;
    }

    private boolean string(Span span) {
        if (!next('"')) {
            return false;
        }
        span.from = at;
        span.escaped = false;
        byte[] bytes = json;
        for (int i = at; i < end; i++) {
            byte b = bytes[i];
            if (b == '"') {
                span.to = i;
                at = i + 1;
                return true;
            }
            if (b == '\\') {
                span.escaped = true;
                i++;
            }
        }
        return false;
    }

    /** Passes over a value of any shape. */
    private boolean value() {
        blanks();
        if (at >= end) {
            return false;
        }
        if (json[at] == '"') {
            return string(ignored);
        }
        int depth = 0;
        while (at < end) {
            byte b = json[at];
            if (b == '"') {
                if (!string(ignored)) {
                    return false;
                }
                continue;
            }
            if (depth == 0 && (b == ',' || b == '}')) {
                return true;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            at++;
        }
        return false;
    }

    private boolean next(char expected) {
        blanks();
        if (at < end && json[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }

    private boolean key(int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (json[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean is(Span span, String expected) {
        return span.length() == expected.length() && key(span.from, expected);
    }
}
