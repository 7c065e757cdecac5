package chat.parley.simulation;

import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One membership from its beginning to its end, whatever roles it saw.
 *
 * @param from position of the entry that brought the user in
 * @param to position of the entry that ended it, null while it lasts
 * @param seesFromSeq the first seq that he may read
 */
record Stay(UserId user, Position from, @Nullable Position to, long seesFromSeq) {

    Stay until(Position end) {
        return new Stay(user, from, end, seesFromSeq);
    }

    /** Whether he is in when the directory knows the changes up to here. */
    boolean holdsAt(Position version) {
        return from.compareTo(version) <= 0 && !endedBy(version);
    }

    boolean endedBy(Position version) {
        return to != null && to.compareTo(version) <= 0;
    }

    /** Whether he is in at some moment while the directory goes from one version to the other. */
    boolean holdsWithin(Position first, Position last) {
        return from.compareTo(last) <= 0 && !endedBy(first);
    }
}
