package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log.Logged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log in memory: entries in the order of their positions, added behind and dropped in front. Whoever uses it
 * sees to its bounds and to the order of threads.
 */
final class Tail<E> {

    private record Held<E>(Logged<E> logged, long bytes) {}

    private static final int LENGTH_AT_FIRST = 64;

    /** A ring; its length is a power of two. */
    private @Nullable Held<E>[] ring = ring(LENGTH_AT_FIRST);

    private int first;
    private int count;
    private long bytes;

    int count() {
        return count;
    }

    /** What all entries take, by the estimates they were added with. */
    long bytes() {
        return bytes;
    }

    void add(Logged<E> logged, long entryBytes) {
        if (count == ring.length) {
            grow();
        }
        ring[(first + count) & (ring.length - 1)] = new Held<>(logged, entryBytes);
        count++;
        bytes += entryBytes;
    }

    /** @return the position of what is dropped */
    Position dropOldest() {
        Held<E> oldest = at(0);
        bytes -= oldest.bytes;
        ring[first] = null;
        first = (first + 1) & (ring.length - 1);
        count--;
        return oldest.logged.position();
    }

    /** @return how many entries were at or before this position, and are dropped */
    int dropThrough(Position position) {
        int before = count;
        while (count > 0 && !at(0).logged.position().isAfter(position)) {
            dropOldest();
        }
        return before - count;
    }

    /** Up to {@code max} entries behind a position. */
    List<Logged<E>> after(Position position, int max) {
        int from = indexAfter(position);
        int to = (int) Math.min((long) from + max, count);
        List<Logged<E>> entries = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            entries.add(at(i).logged);
        }
        return entries;
    }

    boolean hasAfter(Position position) {
        return count > 0 && at(count - 1).logged.position().isAfter(position);
    }

    void clear() {
        Arrays.fill(ring, null);
        first = 0;
        count = 0;
        bytes = 0;
    }

    private int indexAfter(Position position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).logged.position().isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Held<E> at(int index) {
        Held<E> held = ring[(first + index) & (ring.length - 1)];
        if (held == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return held;
    }

    private void grow() {
        @Nullable Held<E>[] larger = ring(ring.length * 2);
        for (int i = 0; i < count; i++) {
            larger[i] = at(i);
        }
        ring = larger;
        first = 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type to be had otherwise
    private static <E> @Nullable Held<E>[] ring(int length) {
        return new Held[length];
    }
}
