package chat.parley.server;

import chat.parley.embedded.Verifier.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** One line that says how far a verification has come, on a terminal alone. */
final class VerifyProgress implements Consumer<Progress>, AutoCloseable {

    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter out;
    private final boolean terminal = isTerminal();
    private long told = System.nanoTime();
    private boolean shown;

    VerifyProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Progress progress) {
        long now = System.nanoTime();
        if (!terminal || now - told < EVERY_NANOS) {
            return;
        }
        told = now;
        shown = true;
        long percent = progress.total() == 0 ? 100 : Math.min(100, 100 * progress.done() / progress.total());
        // Back to the beginning of the line, and the rest of it empty.
        out.printf("\r%s: %,d (%d %%)\033[K", progress.step(), progress.done(), percent);
        out.flush();
    }

    @Override
    public void close() {
        if (shown) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    private static boolean isTerminal() {
        Optional<Console> console = Optional.ofNullable(System.console());
        return console.map(Console::isTerminal).orElse(false);
    }
}
