package chat.parley.tools.bench;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** Says what a benchmark is at: on a terminal in one line that is written over, else line by line. */
final class Progress {

    private final PrintWriter err;
    private final boolean terminal;
    private int width;

    Progress(PrintWriter err) {
        this.err = err;
        this.terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
    }

    /** A step that is worth a line of its own. */
    void step(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    /** How far the step is. Not shown where lines cannot be written over. */
    void update(String text) {
        if (terminal) {
            err.print("\r  " + text + " ".repeat(Math.max(0, width - text.length())));
            err.flush();
            width = text.length();
        }
    }

    private void clear() {
        if (width > 0) {
            err.print("\r" + " ".repeat(width + 2) + "\r");
            width = 0;
        }
    }
}
