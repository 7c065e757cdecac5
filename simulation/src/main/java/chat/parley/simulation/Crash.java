package chat.parley.simulation;

/** Ends what an actor does, as the end of its process would: an error, so that no {@code catch} on the way keeps it. */
public final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    public Crash() {
        super("crash", null, false, false);
    }
}
