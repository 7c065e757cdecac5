package chat.parley.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A line for people: time, level, who, what, and {@code name=value} for each field. */
final class TextLines extends Formatter {

    @Override
    public String format(LogRecord line) {
        String logger = line.getLoggerName() == null ? "" : line.getLoggerName();
        StringWriter text = new StringWriter();
        text.append(Instant.ofEpochMilli(line.getMillis())
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString())
                .append(' ')
                .append(LogFields.level(line))
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(": ")
                .append(visible(formatMessage(line)));
        LogFields.of(line)
                .forEach(field -> text.append(
                        ' ' + String.valueOf(field.getKey()) + '=' + visible(String.valueOf(field.getValue()))));
        text.append(System.lineSeparator());
        if (line.getThrown() != null) {
            line.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    /** What strangers wrote neither begins a new line, nor moves the terminal's cursor. */
    private static String visible(String text) {
        return text.codePoints().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "�") : text;
    }
}
