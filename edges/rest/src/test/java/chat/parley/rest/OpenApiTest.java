package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.rest.Document.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server and {@code openapi.yaml} say the same. */
class OpenApiTest {

    private static final Document DOCUMENT = Document.OF_THE_SERVER;

    @TempDir
    private Path directory;

    @Test
    void theDocumentHasExactlyTheRoutesOfTheServer() throws Exception {
        try (Node node = new Node(directory)) {
            Set<String> routes = new TreeSet<>();
            for (Resource resource : node.api.routes()) {
                resource.getResourceMethods()
                        .forEach(method -> routes.add(method.getHttpMethod() + " " + resource.getPath()));
            }
            assertThat(routes).isEqualTo(new TreeSet<>(DOCUMENT.operations().keySet()));
        }
    }

    @Test
    void everyDocumentedAnswerIsGiven() {
        try (Node node = new Node(directory)) {
            assertThat(new TreeSet<>(EveryAnswer.of(node))).isEqualTo(DOCUMENT.documentedAnswers());
        }
    }

    @Test
    void theDocumentIsServedAsItIs() {
        try (Node node = new Node(directory)) {
            assertThat(node.as(null).get("/openapi.yaml").expect(200).body())
                    .startsWith("openapi: 3.1.1\n")
                    .contains("createConversation");
        }
    }

    @Test
    void everySchemaIsOneOfJsonSchema() {
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (JsonNode schema : DOCUMENT.root.findValues("schema")) {
            assertThat(metaSchema.validate(schema)).describedAs("%s", schema).isEmpty();
        }
        DOCUMENT.root
                .at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(metaSchema.validate(schema.getValue()))
                        .describedAs("%s", schema)
                        .isEmpty());
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
        Set<String> references = new TreeSet<>(DOCUMENT.root.findValuesAsText("$ref"));
        DOCUMENT.root.findValues("mapping").forEach(mapping -> mapping.forEach(to -> references.add(to.asText())));
        for (String reference : references) {
            assertThat(DOCUMENT.root.at(reference.substring(1)).isMissingNode())
                    .describedAs(reference)
                    .isFalse();
        }
        for (String kind : List.of("parameters", "headers", "responses", "examples", "schemas")) {
            DOCUMENT.root
                    .at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(references).contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everyExampleFollowsItsSchema() {
        int examples = 0;
        for (JsonNode content : DOCUMENT.root.findValues("content")) {
            for (JsonNode media : content) {
                for (JsonNode example : media.path("examples")) {
                    examples++;
                    JsonNode value = DOCUMENT.resolve(example).required("value");
                    assertThat(DOCUMENT.errors(media.required("schema"), value, true))
                            .describedAs("%s", value)
                            .isEmpty();
                }
            }
        }
        assertThat(examples).isGreaterThan(10);
    }

    /** What OpenAPI 3.1 asks for beyond the schemas. */
    @Test
    void everyOperationIsWhole() {
        Set<String> ids = new TreeSet<>();
        List<String> tags = DOCUMENT.root.required("tags").findValuesAsText("name");
        for (Operation operation : DOCUMENT.operations().values()) {
            JsonNode node = operation.node();
            assertThat(ids.add(node.required("operationId").asText()))
                    .describedAs("%s", operation)
                    .isTrue();
            assertThat(node.required("summary").asText()).isNotBlank();
            node.required("tags").forEach(tag -> assertThat(tags).contains(tag.asText()));
            node.required("responses").properties().forEach(response -> {
                assertThat(response.getKey()).matches("[1-5]\\d\\d");
                assertThat(DOCUMENT.resolve(response.getValue())
                                .required("description")
                                .asText())
                        .isNotBlank();
            });
            assertThat(pathParametersOf(operation)).isEqualTo(namesIn(operation.path()));
        }
    }

    private static List<String> pathParametersOf(Operation operation) {
        List<String> names = new ArrayList<>();
        JsonNode ofPath =
                DOCUMENT.root.required("paths").required(operation.path()).path("parameters");
        for (JsonNode list : List.of(ofPath, operation.node().path("parameters"))) {
            for (JsonNode reference : list) {
                JsonNode parameter = DOCUMENT.resolve(reference);
                assertThat(parameter.has("schema")).isTrue();
                if (parameter.required("in").asText().equals("path")) {
                    assertThat(parameter.required("required").asBoolean()).isTrue();
                    names.add(parameter.required("name").asText());
                }
            }
        }
        return names;
    }

    private static List<String> namesIn(String path) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(path)
                .results()
                .map(name -> name.group(1))
                .toList();
    }
}
