package chat.parley.domain;

/** What a receipt says of the messages up to one: on a device of the user, or seen by him. */
public enum ReceiptKind {
    DELIVERED,
    READ
}
