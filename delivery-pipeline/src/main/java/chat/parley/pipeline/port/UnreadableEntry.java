package chat.parley.pipeline.port;

import chat.parley.domain.Position;

/** An entry is in the log, and what it says is lost. Whoever can do without it reads on behind its position. */
public final class UnreadableEntry extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;

    public UnreadableEntry(Position position, Throwable cause) {
        super("the entry at " + position + " cannot be read: " + cause.getMessage(), cause);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
