package chat.parley.rest;

import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object in a request's body. Every field that a request can have is a text, a list of texts, a whole number, or an
 * object of such fields, so nothing else is kept: other values are read over, which checks their form, and count only if their field is asked for. A field that
 * is null counts as missing; of one that is there twice the last counts, as in frames.
 */
final class JsonBody {

    private static final int DEPTH_MAX = 32;
    private static final int DIGITS_MAX = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(DIGITS_MAX)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** What a field holds; {@link Other} is any value that no request has. */
    private sealed interface Value {

        record Text(String text) implements Value {}

        record Texts(List<String> texts) implements Value {}

        record Whole(long number) implements Value {}

        record Fields(JsonBody object) implements Value {}

        record Other() implements Value {}
    }

    private final Map<String, Value> fields;

    private JsonBody(Map<String, Value> fields) {
        this.fields = fields;
    }

    /** @throws BadInput when it is not UTF-8, not JSON, or no object */
    static JsonBody read(byte[] body) throws BadInput {
        try (JsonParser parser = FACTORY.createParser(utf8(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw BadInput.malformed("the body", "a JSON object");
            }
            JsonBody object = new JsonBody(readFields(parser));
            if (parser.nextToken() != null) {
                throw BadInput.malformed("the body", "one JSON object: something follows it");
            }
            return object;
        } catch (StreamConstraintsException e) {
            throw new BadInput(
                    Code.BAD_REQUEST,
                    "the body is nested deeper than " + DEPTH_MAX + " or has a number of more than " + DIGITS_MAX
                            + " digits");
        } catch (JsonProcessingException e) {
            throw BadInput.malformed("the body", "JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    boolean isText(String field, String text) {
        return new Value.Text(text).equals(fields.get(field));
    }

    /** A field's text, null when it is missing. */
    @Nullable
    String text(String field) throws BadInput {
        return switch (fields.get(field)) {
            case null -> null;
            case Value.Text(var text) -> text;
            case Value.Texts _, Value.Fields _, Value.Whole _, Value.Other _ ->
                throw BadInput.malformed(field, "a string");
        };
    }

    /** A field's list, null when it is missing. */
    @Nullable
    List<String> texts(String field) throws BadInput {
        return switch (fields.get(field)) {
            case null -> null;
            case Value.Texts(var texts) -> texts;
            case Value.Text _, Value.Fields _, Value.Whole _, Value.Other _ ->
                throw BadInput.malformed(field, "a list of strings");
        };
    }

    boolean isText(String field) {
        return fields.get(field) instanceof Value.Text;
    }

    /** A field's object, null when it is missing. */
    @Nullable
    JsonBody object(String field) throws BadInput {
        return switch (fields.get(field)) {
            case null -> null;
            case Value.Fields(var object) -> object;
            case Value.Text _, Value.Texts _, Value.Whole _, Value.Other _ ->
                throw BadInput.malformed(field, "an object");
        };
    }

    /** A field's whole number, null when it is missing. */
    @Nullable
    Long integer(String field) throws BadInput {
        return switch (fields.get(field)) {
            case null -> null;
            case Value.Whole(var number) -> number;
            case Value.Text _, Value.Texts _, Value.Fields _, Value.Other _ ->
                throw BadInput.malformed(field, "an integer");
        };
    }

    /** Strictly, and before the parser, which would guess at UTF-16 and let surrogates through. */
    private static String utf8(byte[] body) throws BadInput {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw BadInput.malformed("the body", "UTF-8");
        }
    }

    private static Map<String, Value> readFields(JsonParser parser) throws IOException {
        Map<String, Value> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                fields.remove(name);
            } else {
                fields.put(name, readValue(parser, token));
            }
        }
        return fields;
    }

    private static Value readValue(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new Value.Text(parser.getText());
            case START_ARRAY -> readTexts(parser);
            case START_OBJECT -> new Value.Fields(new JsonBody(readFields(parser)));
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new Value.Other()
                        : new Value.Whole(parser.getLongValue());
            default -> {
                parser.skipChildren();
                yield new Value.Other();
            }
        };
    }

    private static Value readTexts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        boolean other = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                texts.add(parser.getText());
            } else {
                parser.skipChildren();
                other = true;
            }
        }
        return other ? new Value.Other() : new Value.Texts(texts);
    }
}
