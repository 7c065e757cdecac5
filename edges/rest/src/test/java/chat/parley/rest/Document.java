package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document, to hold answers against. */
final class Document {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    static final Document OF_THE_SERVER = new Document();

    /** One method of one path. */
    record Operation(String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    final JsonNode root;
    private final Map<String, Operation> operations = new HashMap<>();
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(Dialects.getOpenApi31());
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
    private final JsonNode strictComponents;

    private Document() {
        try (InputStream in = Document.class.getResourceAsStream("openapi.yaml")) {
            root = new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        root.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        Operation operation = new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue());
                        operations.put(operation.toString(), operation);
                    }
                }));
        strictComponents = strict(root.required("components"));
    }

    Map<String, Operation> operations() {
        return operations;
    }

    /** {@code METHOD PATH STATUS} of all that is documented. */
    Set<String> documentedAnswers() {
        Set<String> answers = new TreeSet<>();
        operations
                .values()
                .forEach(operation -> operation
                        .node()
                        .required("responses")
                        .fieldNames()
                        .forEachRemaining(status -> answers.add(operation + " " + status)));
        return answers;
    }

    /** The operation that a request is for, null when there is none. */
    @Nullable
    Operation operation(String method, String target) {
        String path = target.replaceFirst("\\?.*", "");
        return operations.values().stream()
                .filter(operation -> operation.method().equals(method) && matches(operation.path(), path))
                .findAny()
                .orElse(null);
    }

    /** Fails unless the answer is documented, to the last field. */
    void check(Answer answer) {
        Operation operation = operation(answer.method(), answer.target());
        // That anyone may be told to ask less often, the document says once for all operations.
        if (operation == null || answer.status() == 429) {
            if (answer.status() >= 400 && !answer.method().equals("HEAD")) {
                assertThat(answer.header("content-type")).isEqualTo(Problem.MEDIA_TYPE);
                checkAgainst(strictComponents.at("/schemas/Problem"), answer);
            }
            return;
        }
        JsonNode documented = resolve(operation.node().at("/responses/" + answer.status()));
        assertThat(documented.isMissingNode())
                .describedAs("%s is not documented to answer %s: %s", operation, answer.status(), answer.body())
                .isFalse();
        documented
                .path("headers")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.header(name.toLowerCase(Locale.ROOT)))
                        .describedAs("%s of %s", name, operation)
                        .isNotNull());
        if (!documented.has("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = String.valueOf(answer.header("content-type")).replaceFirst(";.*", "");
        JsonNode content = documented.required("content").path(type);
        assertThat(content.isMissingNode())
                .describedAs("%s answered with %s", operation, type)
                .isFalse();
        if (type.endsWith("json")) {
            checkAgainst(content.required("schema"), answer);
        }
    }

    /** What is wrong with a value by a schema of this document; {@code strict} allows no field that it does not name. */
    List<Error> errors(JsonNode schema, JsonNode value, boolean strict) {
        ObjectNode whole = new YAMLMapper().createObjectNode();
        whole.putArray("allOf").add(strict ? strict(schema) : schema);
        whole.set("components", strict ? strictComponents : root.required("components"));
        return compiled.computeIfAbsent(whole, schemas::getSchema).validate(value);
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.required("$ref").asText().substring(1))) : node;
    }

    private void checkAgainst(JsonNode schema, Answer answer) {
        assertThat(errors(schema, answer.json(), true))
                .describedAs("%s %s: %s", answer.method(), answer.target(), answer.body())
                .isEmpty();
    }

    /** Clients are to ignore what they do not know; this test is to notice what the document does not name. */
    private static JsonNode strict(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        copy.findParents("properties").forEach(parent -> {
            if (parent instanceof ObjectNode object
                    && object.path("type").asText().equals("object")) {
                object.put("additionalProperties", false);
            }
        });
        return copy;
    }

    private static boolean matches(String template, String path) {
        return path.matches(template.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"));
    }
}
