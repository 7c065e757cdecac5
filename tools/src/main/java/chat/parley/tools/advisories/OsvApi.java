package chat.parley.tools.advisories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The OSV database's own service, which is told the names and versions of the libraries. */
record OsvApi(URI address) implements Source {

    static final URI ADDRESS = URI.create("https://api.osv.dev/v1/querybatch");

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Override
    public List<Advisory> of(List<Component> components) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode question = json.createObjectNode();
        ArrayNode queries = question.putArray("queries");
        for (Component component : components) {
            ObjectNode query = queries.addObject().put("version", component.version());
            query.putObject("package").put("ecosystem", "Maven").put("name", component.name());
        }
        JsonNode results = json.readTree(ask(json.writeValueAsBytes(question))).path("results");
        if (results.size() != components.size()) {
            throw new IOException(address + " answered " + results.size() + " of " + components.size() + " queries");
        }
        List<Advisory> found = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            for (JsonNode advisory : results.path(i).path("vulns")) {
                found.add(new Advisory(components.get(i), advisory.path("id").asText(), ""));
            }
        }
        return found;
    }

    private byte[] ask(byte[] question) throws IOException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(TIMEOUT)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException(address + " answered with status " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
