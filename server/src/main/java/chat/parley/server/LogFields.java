package chat.parley.server;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** What a line says besides its text: those of its parameters that are a name with a value. */
final class LogFields {

    private LogFields() {}

    /** As the settings spell it, and not the JDK. */
    static String level(LogRecord line) {
        int level = line.getLevel().intValue();
        return level < Level.INFO.intValue()
                ? "DEBUG"
                : level >= Level.SEVERE.intValue() ? "ERROR" : line.getLevel().getName();
    }

    static List<Map.Entry<?, ?>> of(LogRecord line) {
        Object[] parameters = line.getParameters();
        return parameters == null
                ? List.of()
                : Arrays.stream(parameters)
                        .filter(Map.Entry.class::isInstance)
                        .<Map.Entry<?, ?>>map(parameter -> (Map.Entry<?, ?>) parameter)
                        .toList();
    }
}
