package chat.parley.tools.replay;

import org.jspecify.annotations.Nullable;

/** What the people and devices of a run report to, and look up. Safe for use by many threads. */
interface Cast {

    Mark mark();

    Ledger ledger();

    Tally tally();

    Findings findings();

    Checker checker();

    /** By the id of its conversation; null when it is none of this run. */
    @Nullable
    Room room(String conversationId);

    int indexOf(String user);

    /** A line was answered for good. */
    void answered(Room room);

    /** A send was refused for good. */
    void refused(String why);

    /** The run cannot be done. */
    void broken(String why);
}
