package chat.parley.websocket;

/** The frame types of RFC 6455, section 5.2. */
final class Opcode {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** Set in the first byte of a message's last frame. */
    static final int FIN = 0x80;

    /** Longest payload of a close, ping or pong. */
    static final int CONTROL_BYTES_MAX = 125;

    private Opcode() {}
}
