package chat.parley.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long messages are kept; empty is for ever. */
public record Retention(Optional<Duration> age) {

    public static final Retention FOREVER = new Retention(Optional.empty());

    @Override
    public String toString() {
        return age.map(a -> a.toHours() % 24 == 0 ? a.toDays() + "d" : a.toHours() + "h")
                .orElse("forever");
    }

    /** Reads {@code 365d}, {@code 12h} or {@code forever}. */
    static final class Converter implements ITypeConverter<Retention> {

        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([dh])");

        @Override
        public Retention convert(String value) {
            if (value.equals("forever")) {
                return FOREVER;
            }
            Matcher form = FORM.matcher(value);
            if (!form.matches()) {
                throw new TypeConversionException("'" + value + "' is not like 365d, 12h or forever");
            }
            long count = Long.parseLong(form.group(1));
            return new Retention(
                    Optional.of(form.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count)));
        }
    }
}
