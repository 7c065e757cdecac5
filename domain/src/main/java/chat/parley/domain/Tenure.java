package chat.parley.domain;

import org.jspecify.annotations.Nullable;

/**
 * One stretch of a membership in one role, as an interval of log positions: it holds {@code joined < p <= left}, so
 * that a later change never alters what was decided at an earlier position. A change of role ends one tenure and begins
 * the next; only leaving ends the membership.
 *
 * @param joined position of the entry that began it
 * @param left position of the entry that ended it, null while it lasts
 * @param memberSince position of the entry that brought the member in, whatever roles came after
 * @param joinedAt Unix milliseconds of the same
 * @param firstVisibleSeq first {@code seq} that the member may read
 * @param hiddenThrough he may read only what comes after this id; {@link MessageId#ZERO} when he may read everything
 * @param messagesBefore messages (not events) before that one, for unread by subtraction
 */
public record Tenure(
        Position joined,
        @Nullable Position left,
        Role role,
        Position memberSince,
        long joinedAt,
        long firstVisibleSeq,
        MessageId hiddenThrough,
        long messagesBefore) {

    /** Of someone who comes in at {@code p} and sees everything. */
    public static Tenure begun(Position p, Role role, long joinedAt) {
        return new Tenure(p, null, role, p, joinedAt, 1, MessageId.ZERO, 0);
    }

    /** The same, but seeing only what comes after this. */
    public Tenure seeingAfter(MessageId hidden, long hiddenSeq, long hiddenMessages) {
        return new Tenure(joined, left, role, memberSince, joinedAt, hiddenSeq + 1, hidden, hiddenMessages);
    }

    /** An id that the member may see, else {@link MessageId#ZERO}: a cursor from before he joined anew says nothing. */
    public MessageId visible(MessageId id) {
        return id.compareTo(hiddenThrough) > 0 ? id : MessageId.ZERO;
    }

    public boolean isOpen() {
        return left == null;
    }

    /** May act at this position: an entry is decided by the state before it, one's own leaving included. */
    public boolean actsAt(Position p) {
        return joined.compareTo(p) < 0 && (left == null || p.compareTo(left) <= 0);
    }

    /** Is told of what happened at this position: by the state after it, so one's own joining is heard. */
    public boolean hearsAt(Position p) {
        return joined.compareTo(p) <= 0 && (left == null || p.compareTo(left) < 0);
    }

    Tenure leftAt(Position p) {
        return new Tenure(joined, p, role, memberSince, joinedAt, firstVisibleSeq, hiddenThrough, messagesBefore);
    }

    /** The tenure that follows this one when the role changes at {@code p}. */
    public Tenure withRole(Role next, Position p) {
        return new Tenure(p, null, next, memberSince, joinedAt, firstVisibleSeq, hiddenThrough, messagesBefore);
    }
}
