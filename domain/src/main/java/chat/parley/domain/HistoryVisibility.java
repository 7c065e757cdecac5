package chat.parley.domain;

/** What a newcomer sees of the time before he joined. */
public enum HistoryVisibility {
    /** Everything. */
    ALL,
    /** Nothing older than his (latest) joining. */
    JOINED
}
