package chat.parley.tools.bench;

import java.nio.charset.StandardCharsets;

/**
 * Tells frames apart by their first bytes. The client shares the machine with the server that is measured, so it spends
 * next to nothing on a frame. It relies on what the contract leaves open, that the server writes the type first; a
 * benchmark that met another order would see no frame at all, and say so.
 */
enum FrameKind {
    ACK,
    MESSAGE,
    READY,
    ERROR,
    OTHER;

    private static final byte[] PREFIX = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

    static FrameKind of(byte[] frame, int offset, int length) {
        if (length < PREFIX.length + 4 || frame[offset + 7] != ':' || frame[offset + 8] != '"') {
            return OTHER;
        }
        int type = offset + PREFIX.length;
        return switch (frame[type]) {
            case 'a' -> ACK;
            case 'm' -> MESSAGE;
            // Not receipt or resync.
            case 'r' -> frame[type + 2] == 'a' ? READY : OTHER;
            case 'e' -> ERROR;
            default -> OTHER;
        };
    }
}
