package chat.parley.websocket;

import java.util.Arrays;
import java.util.List;

/**
 * Whatever bytes come, they are messages, pongs, a close or a violation, the same however the network cuts them; after
 * a close nothing is heard. Masks are read as they stand, so that inputs with a mask of zeros can be mutated as text.
 */
public final class FrameStreamFuzz {

    /** A header with its mask. */
    private static final int FRAME_BYTES_MIN = 6;

    private FrameStreamFuzz() {}

    /** The first byte tells how long the pieces are. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = EchoChannel.heard(0, List.of(stream));
        expect(whole, EchoChannel.heard(1 + (input[0] & 0xFF), List.of(stream)));
        if (whole.size() > 1 + stream.length / FRAME_BYTES_MIN) {
            throw new AssertionError(whole.size() + " frames in " + stream.length + " bytes");
        }
        for (int i = 0; i < whole.size() - 1; i++) {
            if (whole.get(i).startsWith("close")) {
                throw new AssertionError("heard after a close: " + whole);
            }
        }
    }

    private static void expect(List<String> expected, List<String> found) {
        if (!expected.equals(found)) {
            throw new AssertionError(expected + " and " + found);
        }
    }
}
