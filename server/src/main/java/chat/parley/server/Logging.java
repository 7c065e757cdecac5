package chat.parley.server;

import chat.parley.server.config.Settings.LogFormat;
import chat.parley.server.config.Settings.LogLevel;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs go to standard error, one line each. Libraries speak only when something is wrong. */
final class Logging {

    /** Held here, for the JDK forgets the levels of loggers that nobody refers to. */
    private static final Logger OURS = Logger.getLogger("chat.parley");

    /** Tells of each try to connect to APNs with a whole stack; that APNs fails is said once by whoever gives up on it. */
    private static final Logger PUSHY = Logger.getLogger("com.eatthepath.pushy");

    private Logging() {}

    /** As it is until the settings are known. */
    static void start() {
        use(LogFormat.text, LogLevel.info);
    }

    static void use(LogFormat format, LogLevel level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(
                switch (format) {
                    case text -> new TextLines();
                    case json -> new JsonLines();
                });
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        PUSHY.setLevel(Level.SEVERE);
        OURS.setLevel(
                switch (level) {
                    case warning -> Level.WARNING;
                    case info -> Level.INFO;
                    case debug -> Level.FINE;
                });
    }
}
