package chat.parley.tools.advisories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A library of a bill of materials.
 *
 * @param name as advisories name it: {@code group:artifact}
 */
record Component(String name, String version) {

    private static final String OWN_GROUP = "chat.parley";

    /**
     * All that others made, each once.
     *
     * @param file in CycloneDX's JSON
     * @throws IOException when it cannot be read, or is no bill of materials
     */
    static List<Component> of(Path file) throws IOException {
        JsonNode bill = new ObjectMapper().readTree(file.toFile());
        if (!bill.path("bomFormat").asText().equals("CycloneDX")) {
            throw new IOException(file + " is no bill of materials in CycloneDX");
        }
        List<Component> components = new ArrayList<>();
        for (JsonNode one : bill.path("components")) {
            String group = one.path("group").asText();
            if (!group.equals(OWN_GROUP)) {
                components.add(new Component(
                        group + ":" + one.path("name").asText(),
                        one.path("version").asText()));
            }
        }
        return components.stream().distinct().toList();
    }
}
