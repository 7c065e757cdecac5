package chat.parley.tools.replay;

/** Shows how far a phase of the run is. */
interface Progress {

    /** Begins a phase of {@code max} steps, and ends the one before. */
    void phase(String name, long max);

    /** How far it is, with a word besides; often called, seldom shown. */
    void at(long count, String note);

    /** A line that stays, such as the server's death. */
    void say(String line);

    /** Ends the last phase. */
    void done();
}
