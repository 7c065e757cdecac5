package chat.parley.domain;

/** What a member may do. Every group with members has exactly one owner; in a direct conversation both are members. */
public enum Role {
    MEMBER,
    ADMIN,
    OWNER;

    /** Whether this role adds, removes and renames. */
    public boolean administers() {
        return this != MEMBER;
    }
}
