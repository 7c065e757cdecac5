package chat.parley.tools.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Lines in, lines out: for scripts and dumb terminals. */
final class PlainScreen implements Screen {

    private final BufferedReader in;
    private final PrintWriter out;

    PlainScreen(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public synchronized void show(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public @Nullable String read(String prompt) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the input", e);
        }
    }

    @Override
    public Palette palette() {
        return new Palette(false);
    }

    @Override
    public void close() {
        out.flush();
    }
}
