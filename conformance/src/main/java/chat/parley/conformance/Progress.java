package chat.parley.conformance;

import java.io.Console;
import java.util.Optional;
import java.util.function.Consumer;

/** One line on a terminal that says how far the run is; nothing elsewhere. */
final class Progress implements Consumer<Result>, AutoCloseable {

    private final int total;
    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private int done;
    private int failed;

    Progress(int total) {
        this.total = total;
    }

    @Override
    public synchronized void accept(Result result) {
        done++;
        failed += result.isFailure() ? 1 : 0;
        if (terminal) {
            // Back to the beginning of the line, and the rest of it empty.
            System.err.printf(
                    "\r%d of %d checks, %d failed  %s\033[K",
                    done, total, failed, result.check().name());
        }
    }

    @Override
    public void close() {
        if (terminal) {
            System.err.print("\r\033[K");
        }
    }
}
