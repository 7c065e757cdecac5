package chat.parley.domain;

/** The limits of the wire contract, named once. */
public final class Limits {

    /** Longest text, in bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 16 * 1024;

    /** Largest frame or request body, in bytes. */
    public static final int FRAME_BYTES_MAX = 64 * 1024;

    /** Most members of a group. */
    public static final int MEMBERS_MAX = 1_000;

    /** Most media ids of a message. */
    public static final int MEDIA_IDS_MAX = 10;

    /** Longest title, in characters. */
    public static final int TITLE_CHARS_MAX = 200;

    /** How long a client's key is remembered, by log time. */
    public static final long KEY_MILLIS = 30L * 24 * 60 * 60 * 1000;

    /** A conversation with at most so many members is shown with all of them. */
    public static final int MEMBERS_SHOWN_MAX = 32;

    /** Receipts and typing are told live in conversations of at most so many members. */
    public static final int MEMBERS_TOLD_MAX = 32;

    private Limits() {}
}
