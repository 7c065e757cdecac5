package chat.parley.providers;

import java.text.BreakIterator;
import java.util.Locale;

/** Texts that end where a reader sees a character end: a family of emoji or a letter with its accents is never halved. */
public final class Graphemes {

    private static final String ELLIPSIS = "…";
    private static final int ELLIPSIS_BYTES = 3;

    private Graphemes() {}

    /**
     * The text, or as much of its beginning as has room, and an ellipsis.
     *
     * @param bytesMax how long it may be as a string of JSON in UTF-8, without the quotation marks
     * @return nothing at all when there is no room for an ellipsis
     */
    public static String shorten(String text, int bytesMax) {
        if (jsonBytes(text, 0, text.length()) <= bytesMax) {
            return text;
        }
        int room = bytesMax - ELLIPSIS_BYTES;
        if (room < 0) {
            return "";
        }
        // What lies behind cannot fit: each char takes a byte at least. So the last of these cannot, wherever it is
        // cut.
        String beginning = text.substring(0, Math.min(text.length(), room + 1));
        BreakIterator boundaries = BreakIterator.getCharacterInstance(Locale.ROOT);
        boundaries.setText(beginning);
        int end = 0;
        for (int next = boundaries.next(); next != BreakIterator.DONE; next = boundaries.next()) {
            room -= jsonBytes(beginning, end, next);
            if (room < 0) {
                break;
            }
            end = next;
        }
        return beginning.substring(0, end) + ELLIPSIS;
    }

    static int jsonBytes(String text) {
        return jsonBytes(text, 0, text.length());
    }

    /** As {@link Json} writes it: quotation marks, backslashes and what is below a space are escaped. */
    static int jsonBytes(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            bytes += switch (c) {
                case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
                default -> {
                    if (c < ' ') {
                        yield 6;
                    }
                    // Each half of a surrogate pair is two of the pair's four bytes.
                    yield c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
                }
            };
        }
        return bytes;
    }
}
