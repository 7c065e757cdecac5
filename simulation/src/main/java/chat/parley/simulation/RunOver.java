package chat.parley.simulation;

/** Ends an actor's thread when the run is over. */
public final class RunOver extends Error {

    private static final long serialVersionUID = 1L;

    public RunOver() {
        super("the run is over", null, false, false);
    }
}
