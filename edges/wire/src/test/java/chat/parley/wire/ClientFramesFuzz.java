package chat.parley.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whatever text a client sends, it is a frame or a malformed one, wherever in a buffer it lies, and what was understood
 * can be said again.
 */
public final class ClientFramesFuzz {

    private static final int TOLD_CHARS_MAX = 200;

    private ClientFramesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ClientFrame frame = read(input);
        if (frame == null) {
            return;
        }
        byte[] shifted = new byte[input.length + 7];
        System.arraycopy(input, 0, shifted, 3, input.length);
        expect(frame, ClientFrameReader.read(shifted, 3, input.length), "the same elsewhere in a buffer");
        if (frame instanceof ClientFrame.Malformed malformed) {
            if (malformed.message().length() > TOLD_CHARS_MAX) {
                throw new AssertionError("a long answer: " + malformed.message());
            }
        } else if (!(frame instanceof ClientFrame.Unknown)) {
            byte[] again = ClientFrameJson.of(frame);
            expect(frame, ClientFrameReader.read(again, 0, again.length), "the same said again");
        }
        String id = frame.id();
        if (id != null && id.codePointCount(0, id.length()) > ClientFrameReader.ID_CHARS_MAX) {
            throw new AssertionError("a long id would be repeated");
        }
    }

    /** Null when it is not UTF-8, which sockets refuse before. */
    static @Nullable ClientFrame read(byte[] input) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
        } catch (CharacterCodingException e) {
            return null;
        }
        return ClientFrameReader.read(input, 0, input.length);
    }

    private static void expect(ClientFrame expected, ClientFrame found, String what) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": " + expected + " and " + found);
        }
    }
}
