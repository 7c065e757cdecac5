package chat.parley.pipeline;

/** The store holds what the log cannot have written. The partition stops: going on could only make it worse. */
public final class InvariantBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvariantBroken(String message) {
        super(message);
    }
}
