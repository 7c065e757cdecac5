package chat.parley.tools.replay;

import chat.parley.tools.client.FrameScan;
import java.nio.charset.StandardCharsets;

/**
 * The mark of a run in what it sends: {@code RUN:NUMBER} is a message's client_msg_id and the beginning of its text,
 * so that a message can be told from all others wherever it turns up, also by those who are not told its
 * client_msg_id.
 */
final class Mark {

    /** What {@link #number} says of a text without this run's mark. */
    static final int NONE = -1;

    private final String run;
    private final byte[] prefix;

    Mark(String run) {
        this.run = run;
        this.prefix = (run + ":").getBytes(StandardCharsets.US_ASCII);
    }

    String run() {
        return run;
    }

    /** The client_msg_id of a message. */
    String key(int number) {
        return run + ":" + Integer.toString(number, 36);
    }

    /** The text of a message, marked. */
    String marked(int number, String text) {
        return text.isEmpty() ? key(number) : key(number) + " " + text;
    }

    /** The number in a client_msg_id of this run; NONE when it is another's. */
    int number(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return number(bytes, 0, bytes.length);
    }

    /** The number at the beginning of a text. */
    int number(FrameScan scan) {
        FrameScan.Span text = scan.text();
        return number(scan.bytes(), text.from(), text.to());
    }

    private int number(byte[] bytes, int from, int to) {
        int at = from + prefix.length;
        if (at >= to) {
            return NONE;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return NONE;
            }
        }
        long number = 0;
        for (int start = at; at < to && bytes[at] != ' '; at++) {
            int digit = Character.digit(bytes[at], 36);
            number = number * 36 + digit;
            if (digit < 0 || at - start > 6 || number > Integer.MAX_VALUE) {
                return NONE;
            }
        }
        return (int) number;
    }
}
