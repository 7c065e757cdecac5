package chat.parley.simulation;

/** What must always be true, and is checked while a run goes on and at its end. */
public enum Invariant {
    ACKED_IS_STORED("I1: whatever was acked is on every quorum"),
    ONE_KEY_ONE_MESSAGE("I2: one key has one message within 30 days of log time"),
    ONE_ORDER("I3: message_id and seq rise together, without gaps, and a stored order never changes"),
    NOTHING_BEHIND_A_CURSOR("I4: nothing appears behind a cursor that has been read"),
    MEMBERS_ALONE("I9: only members send, read and are told"),
    TOLD_AT_LEAST_ONCE("every member is told of every message at least once"),
    TOLD_IN_ORDER("what is new to a member is told in its order"),
    CHANGES_ARE_SHOWN("members are shown every change of a conversation, and who is out is told so"),
    RULES_ARE_KEPT("a verdict is what the rules say at the entry's position, and stays"),
    DECIDED_IN_THE_END("whatever is in the log is decided once faults have stopped"),
    HEAD_TELLS_THE_LAST("the head tells the last message, and how many there are"),
    CATCH_UP_IS_COMPLETE("live delivery and catch-up together miss nothing"),
    READ_IS_KEPT("what was answered or told as read stays read, and unread is what is behind it"),
    PARTITION_GOES_ON("no owner finds the store to contradict the log"),
    STEPS_IN_ORDER("each step is begun when the one before is durable"),
    NO_WAKE_UP_IS_LOST("each message wakes each device that was away, or there is a reason why not"),
    NOTHING_READ_IS_SENT("nobody is woken for what he had read when it was due"),
    ONLY_WHAT_IS_WANTED_IS_SENT("nothing is sent to who is connected, out, muted, or that may not be asked just now"),
    DOUBLES_ARE_BOUNDED("what was accepted is sent again only where its sender was stopped before he wrote it down"),
    COUNTS_ARE_EXACT("badge and unread are what a recount at that moment gives"),
    WHAT_IS_READ_IS_CLEARED("what a device shows goes when it is read elsewhere"),
    WAKE_UPS_COLLAPSE("notifications of one conversation on one device are an interval apart"),
    WAYS_END("of each message it is told in the end what became of it");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
