package chat.parley.providers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, 10.2.3). */
public final class RetryAfter {

    /** However long a service wishes: it is asked again within a day. */
    static final Duration MAX = Duration.ofDays(1);

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /**
     * How long to wait, from nothing to a day.
     *
     * @param value seconds, or a date as HTTP has it
     * @return null when it is absent, or neither
     */
    public static @Nullable Duration read(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > DIGITS_MAX ? MAX : capped(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return capped(Duration.between(now, date));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration capped(Duration wish) {
        return wish.isNegative() ? Duration.ZERO : wish.compareTo(MAX) > 0 ? MAX : wish;
    }
}
