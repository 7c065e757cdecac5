package chat.parley.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. A field that is missing or of another type reads as empty, 0 or false: the server is trusted in form. */
record JsonObject(Map<String, @Nullable Object> fields) {

    static final JsonObject EMPTY = new JsonObject(Map.of());

    String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    @Nullable
    String textOrNull(String field) {
        return fields.get(field) instanceof String text ? text : null;
    }

    long number(String field) {
        return fields.get(field) instanceof Long number ? number : 0;
    }

    boolean flag(String field) {
        return fields.get(field) instanceof Boolean flag && flag;
    }

    Instant time(String field) {
        return Instant.ofEpochMilli(number(field));
    }

    @Nullable
    Instant timeOrNull(String field) {
        return fields.get(field) instanceof Long millis ? Instant.ofEpochMilli(millis) : null;
    }

    JsonObject object(String field) {
        return fields.get(field) instanceof JsonObject object ? object : EMPTY;
    }

    List<JsonObject> objects(String field) {
        List<JsonObject> objects = new ArrayList<>();
        if (fields.get(field) instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    List<String> texts(String field) {
        return texts(fields.get(field));
    }

    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return List.copyOf(texts);
    }
}
