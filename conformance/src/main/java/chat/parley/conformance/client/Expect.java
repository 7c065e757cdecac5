package chat.parley.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a check wants. */
public final class Expect {

    private static final int SHOWN_CHARACTERS_MAX = 600;

    private Expect() {}

    public static void that(boolean holds, String expected, @Nullable Object came) {
        if (!holds) {
            throw new Mismatch(expected, shown(came));
        }
    }

    public static void equal(@Nullable Object expected, @Nullable Object came, String what) {
        that(Objects.equals(expected, came), what + " " + expected, came);
    }

    /** A text field of a node. */
    public static void text(JsonNode node, String field, String expected) {
        that(expected.equals(node.path(field).textValue()), field + " \"" + expected + "\"", node);
    }

    public static void number(JsonNode node, String field, long expected) {
        JsonNode value = node.path(field);
        that(value.isIntegralNumber() && value.longValue() == expected, field + " " + expected, node);
    }

    public static void bool(JsonNode node, String field, boolean expected) {
        JsonNode value = node.path(field);
        that(value.isBoolean() && value.booleanValue() == expected, field + " " + expected, node);
    }

    public static void has(JsonNode node, String... fields) {
        for (String field : fields) {
            that(node.has(field), "the field " + field, node);
        }
    }

    public static void lacks(JsonNode node, String... fields) {
        for (String field : fields) {
            that(!node.has(field) || node.path(field).isNull(), "no field " + field, node);
        }
    }

    public static void isText(JsonNode node, String field) {
        that(node.path(field).isTextual(), field + " as a string", node);
    }

    public static void isTime(JsonNode node, String field) {
        JsonNode value = node.path(field);
        // Between 2001 and 2286: seconds or microseconds would be outside.
        boolean good = value.isIntegralNumber()
                && value.longValue() > 1_000_000_000_000L
                && value.longValue() < 10_000_000_000_000L;
        that(good, field + " in Unix milliseconds", node);
    }

    /** The texts of a field in each of an array's nodes. */
    public static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.path(field).asText("(none)"))
                .toList();
    }

    public static void list(List<String> came, String what, String... expected) {
        that(came.equals(List.of(expected)), what + " " + Arrays.toString(expected), came);
    }

    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN_CHARACTERS_MAX
                ? text
                : text.substring(0, SHOWN_CHARACTERS_MAX) + "… (" + text.length() + " characters)";
    }
}
