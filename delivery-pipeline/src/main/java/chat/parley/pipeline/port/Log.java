package chat.parley.pipeline.port;

import chat.parley.domain.Position;
import java.time.Duration;
import java.util.List;

/**
 * An ordered log of one partition, read by one worker at a time.
 *
 * <p>Promises: positions rise with every append, over restarts too; entries are read in the order of their positions;
 * what was read after {@link #committed()} can be read again, any number of times, until it is committed; a committed
 * position only moves forward. The log is bounded: {@link #append} refuses when it is full.
 *
 * @param <E> what it holds
 */
public interface Log<E> {

    /** One entry where it stands, with the time the log gave it, in Unix milliseconds. */
    record Logged<E>(Position position, long logTimeMillis, E entry) {}

    /**
     * Puts an entry at the end.
     *
     * @return false when the log is full or closed: the entry is not in it, and the caller tries again later
     * @throws StoreUnavailable when it is not known whether the entry is in the log
     */
    boolean append(E entry);

    /**
     * The entries behind a position, oldest first.
     *
     * @param wait for so long when there is none yet; zero never waits
     * @return at most {@code max} entries; empty when none came in time
     * @throws UnreadableEntry when the first of them is damaged for good
     * @throws StoreUnavailable when the log does not answer just now
     */
    List<Logged<E>> read(Position after, int max, Duration wait) throws InterruptedException;

    /** Up to and including which position the work is done; {@link Position#START} when none is. */
    Position committed();

    /** Says that the work is done up to and including {@code position}; an earlier one than before changes nothing. */
    void commit(Position position);
}
