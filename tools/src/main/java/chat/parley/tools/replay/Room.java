package chat.parley.tools.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A conversation of the run: what stood at each of its numbers, by whoever saw it first. Written on the client's loop.
 */
final class Room {

    /** What stands at a number nobody saw. */
    static final int UNSEEN = 0;

    /** An event, or a message without this run's mark. */
    static final int UNMARKED = -1;

    private final String id;
    private final byte[] idBytes;
    private final Script.Scene scene;
    private long[] idBySeq;
    /** The message's number plus one. */
    private int[] numberBySeq;

    Room(String id, Script.Scene scene) {
        this.id = id;
        this.idBytes = id.getBytes(StandardCharsets.US_ASCII);
        this.scene = scene;
        this.idBySeq = new long[scene.messages() + 8];
        this.numberBySeq = new int[scene.messages() + 8];
    }

    String id() {
        return id;
    }

    String title() {
        return scene.title();
    }

    List<Integer> members() {
        return scene.members();
    }

    /** Numbers that will be taken if all goes well: the founding, and the messages. */
    int expected() {
        return scene.messages() + 1;
    }

    boolean is(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, idBytes, 0, idBytes.length);
    }

    /**
     * Somebody saw this message there.
     *
     * @param number of the message in the script, or {@link Mark#NONE}
     * @return false when another was seen there before
     */
    boolean saw(int seq, long messageId, int number) {
        if (seq >= idBySeq.length) {
            int length = Math.max(seq + 1, idBySeq.length * 3 / 2);
            idBySeq = Arrays.copyOf(idBySeq, length);
            numberBySeq = Arrays.copyOf(numberBySeq, length);
        }
        int value = number == Mark.NONE ? UNMARKED : number + 1;
        if (numberBySeq[seq] == UNSEEN) {
            idBySeq[seq] = messageId;
            numberBySeq[seq] = value;
            return true;
        }
        return idBySeq[seq] == messageId && numberBySeq[seq] == value;
    }

    /** Whether the same or nothing was seen there. */
    boolean agrees(long seq, long messageId, int number) {
        if (seq >= idBySeq.length || numberBySeq[(int) seq] == UNSEEN) {
            return true;
        }
        return idBySeq[(int) seq] == messageId
                && numberBySeq[(int) seq] == (number == Mark.NONE ? UNMARKED : number + 1);
    }

    /** The message_id at a number that was seen; 0 before the first. */
    long idAt(int seq) {
        return seq < idBySeq.length ? idBySeq[seq] : 0;
    }

    /** The highest number seen. */
    int lastSeen() {
        int seq = numberBySeq.length - 1;
        while (seq > 0 && numberBySeq[seq] == UNSEEN) {
            seq--;
        }
        return seq;
    }
}
