package chat.parley.tools.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param name for people and for the history: lower case, with spaces
 * @param unit as it is said after the number
 * @param baseline what it is held against, measured in the same run; null for none
 */
record Figure(
        String name, double value, String unit, @Nullable Baseline baseline) {

    /** @param name what was measured, as "bare relay" */
    record Baseline(String name, double value) {}

    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, null);
    }

    Figure against(String baselineName, double baselineValue) {
        return new Figure(name, value, unit, new Baseline(baselineName, baselineValue));
    }

    /** Of the baseline; null without one. */
    @Nullable
    Double ratio() {
        return baseline == null || baseline.value == 0 ? null : value / baseline.value;
    }

    /** A number with as many digits as one reads. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
