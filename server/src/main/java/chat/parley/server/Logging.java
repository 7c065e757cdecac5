package chat.parley.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs go to standard error, one line each: time, level, who, what. Libraries speak only when something is wrong. */
final class Logging {

    /** Held here, for the JDK forgets the levels of loggers that nobody refers to. */
    private static final Logger OURS = Logger.getLogger("chat.parley");

    private Logging() {}

    static void start() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setFormatter(new OneLine());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord line) {
            String logger = line.getLoggerName() == null ? "" : line.getLoggerName();
            StringWriter text = new StringWriter();
            text.append(Instant.ofEpochMilli(line.getMillis())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString())
                    .append(' ')
                    .append(line.getLevel().getName())
                    .append(' ')
                    .append(logger.substring(logger.lastIndexOf('.') + 1))
                    .append(": ")
                    .append(formatMessage(line))
                    .append(System.lineSeparator());
            if (line.getThrown() != null) {
                line.getThrown().printStackTrace(new PrintWriter(text));
            }
            return text.toString();
        }
    }
}
