package chat.parley.tools.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** A terminal with line editing and a history of what was typed. */
final class TerminalScreen implements Screen {

    private static final int HISTORY_LINES_MAX = 1_000;

    private final Terminal terminal;
    private final LineReader reader;
    private final Palette palette = Palette.ofTerminal();

    TerminalScreen(Terminal terminal, Path history, Completer completer) {
        this.terminal = terminal;
        DefaultParser words = new DefaultParser();
        // What is typed is talk, not shell: quotes and backslashes are themselves.
        words.setQuoteChars(new char[0]);
        words.setEscapeChars(new char[0]);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(words)
                .completer(completer)
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES_MAX)
                .variable(LineReader.BELL_STYLE, "none")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                // The typed line goes away, and comes back as a message when the server has it.
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .build();
    }

    @Override
    public void show(String line) {
        reader.printAbove(AttributedString.fromAnsi(line));
    }

    @Override
    public @Nullable String read(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        }
    }

    @Override
    public Palette palette() {
        return palette;
    }

    @Override
    public void close() {
        try {
            reader.getHistory().save();
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the terminal", e);
        }
    }
}
