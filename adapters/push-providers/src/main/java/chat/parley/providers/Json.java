package chat.parley.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few small objects that providers are told, and say. */
public final class Json {

    /** Without combining, an emoji takes twelve bytes for its four: payloads have four thousand. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** Writes one value. */
    public interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private Json() {}

    public static byte[] bytes(Writing value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            value.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @param object of strings, numbers, booleans and such objects; lone surrogates in its strings become {@code ?} */
    public static byte[] bytes(Map<String, ?> object) {
        return bytes(json -> write(json, object));
    }

    private static void write(JsonGenerator generator, Map<?, ?> object) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> field : object.entrySet()) {
            generator.writeFieldName(String.valueOf(field.getKey()));
            switch (field.getValue()) {
                case Map<?, ?> inner -> write(generator, inner);
                case Boolean value -> generator.writeBoolean(value);
                case Number value -> generator.writeNumber(value.longValue());
                case Object value -> generator.writeString(wellFormed(value.toString()));
            }
        }
        generator.writeEndObject();
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    /** @throws IOException when it is no JSON object, or nested beyond measure */
    public static Map<String, @Nullable Object> read(byte[] bytes) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no JSON object");
            }
            return object(parser);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            default -> parser.getText();
        };
    }

    /** The field of an object, when the object is one and the field is text. */
    public static @Nullable String text(@Nullable Object object, String field) {
        return object instanceof Map<?, ?> map && map.get(field) instanceof String text ? text : null;
    }
}
