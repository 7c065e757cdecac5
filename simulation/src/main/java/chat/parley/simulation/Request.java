package chat.parley.simulation;

import chat.parley.pipeline.Command;
import chat.parley.pipeline.Outcome;
import org.jspecify.annotations.Nullable;

/** A command that somebody waits for. */
final class Request {

    private final Command command;
    private @Nullable Outcome outcome;

    Request(Command command) {
        this.command = command;
    }

    Command command() {
        return command;
    }

    /** The first answer counts. */
    void answer(Outcome answer) {
        outcome = outcome == null ? answer : outcome;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    boolean isAnswered() {
        return outcome != null;
    }
}
