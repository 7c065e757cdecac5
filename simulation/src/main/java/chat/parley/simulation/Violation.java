package chat.parley.simulation;

/** An invariant does not hold. Ends the run; an error, so that no actor takes it for a failure of its own. */
public final class Violation extends Error {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    public Violation(Invariant invariant, String message) {
        super(message);
        this.invariant = invariant;
    }

    public Violation(Invariant invariant, String message, Throwable cause) {
        super(message, cause);
        this.invariant = invariant;
    }

    public Invariant invariant() {
        return invariant;
    }
}
