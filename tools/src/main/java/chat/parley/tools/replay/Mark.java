package chat.parley.tools.replay;

/**
 * The mark of a run in what it sends: {@code RUN:NUMBER} is a message's client_msg_id and the beginning of its text,
 * so that a message can be told from all others wherever it turns up, also by those who are not told its
 * client_msg_id.
 */
final class Mark {

    /** What {@link #number} says of a text without this run's mark. */
    static final int NONE = -1;

    private final String run;
    private final String prefix;

    Mark(String run) {
        this.run = run;
        this.prefix = run + ":";
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

    /** The number at the beginning of a text or key of this run; NONE when it is another's. */
    int number(String text) {
        if (!text.startsWith(prefix) || text.length() == prefix.length()) {
            return NONE;
        }
        long number = 0;
        for (int at = prefix.length(); at < text.length() && text.charAt(at) != ' '; at++) {
            int digit = Character.digit(text.charAt(at), 36);
            number = number * 36 + digit;
            if (digit < 0 || at - prefix.length() > 6 || number > Integer.MAX_VALUE) {
                return NONE;
            }
        }
        return (int) number;
    }
}
