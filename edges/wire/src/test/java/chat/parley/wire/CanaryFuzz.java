package chat.parley.wire;

/**
 * Has a bug, planted to be found. Chance would need some four billion inputs; who sees how far each one came, and goes on
 * from the farthest, finds it letter by letter.
 */
public final class CanaryFuzz {

    private CanaryFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length >= 4 && input[0] == 'b' && input[1] == 'i' && input[2] == 'r' && input[3] == 'd') {
            throw new AssertionError("the planted bug");
        }
    }
}
