package chat.parley.domain;

/** A pair, for ever the same two; or a group, whose members come and go. */
public enum ConversationType {
    DIRECT,
    GROUP
}
