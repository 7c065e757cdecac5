package chat.parley.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A line for programs: one JSON object with {@code time}, {@code level}, {@code logger}, {@code message}, the fields, and
 * {@code error} with the stack trace of a failure.
 */
final class JsonLines extends Formatter {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String format(LogRecord line) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(
                    "time",
                    Instant.ofEpochMilli(line.getMillis())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
            json.writeStringField("level", LogFields.level(line));
            json.writeStringField("logger", String.valueOf(line.getLoggerName()));
            json.writeStringField("message", formatMessage(line));
            for (Map.Entry<?, ?> field : LogFields.of(line)) {
                json.writeFieldName(String.valueOf(field.getKey()));
                if (field.getValue() instanceof Number number) {
                    json.writeNumber(number.longValue());
                } else {
                    json.writeString(String.valueOf(field.getValue()));
                }
            }
            if (line.getThrown() != null) {
                StringWriter trace = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(trace));
                json.writeStringField("error", trace.toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text of memory cannot fail but by a mistake of ours", e);
        }
        return text.append(System.lineSeparator()).toString();
    }
}
