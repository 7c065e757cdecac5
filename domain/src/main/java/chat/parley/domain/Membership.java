package chat.parley.domain;

/**
 * What there is to say of a user in one of his conversations without its other members: enough to list it and to count
 * what is unread, for a user of thousands of large groups too.
 *
 * @param since position of the entry that brought the member in, whatever roles came after
 * @param hiddenThrough he may read only what comes after this id; {@link MessageId#ZERO} when he may read everything
 * @param messagesBefore messages (not events) before the first that he may read
 */
public record Membership(Position since, MessageId hiddenThrough, long messagesBefore) {

    public static Membership of(Tenure tenure) {
        return new Membership(tenure.memberSince(), tenure.hiddenThrough(), tenure.messagesBefore());
    }

    /** An id that the member may see, else {@link MessageId#ZERO}: a cursor from before he joined anew says nothing. */
    public MessageId visible(MessageId id) {
        return id.compareTo(hiddenThrough) > 0 ? id : MessageId.ZERO;
    }
}
