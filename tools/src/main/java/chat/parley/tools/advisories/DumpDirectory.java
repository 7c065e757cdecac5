package chat.parley.tools.advisories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A directory with the records of the OSV database for Maven, one in each file, as its dumps have them. */
record DumpDirectory(Path directory) implements Source {

    @Override
    public List<Advisory> of(List<Component> components) throws IOException {
        List<Advisory> found = new ArrayList<>();
        int records = 0;
        ObjectMapper json = new ObjectMapper();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                JsonNode advisory = json.readTree(file.toFile());
                if (advisory.path("id").asText().isEmpty()) {
                    throw new IOException(file + " is no record of an advisory");
                }
                records++;
                components.stream()
                        .filter(component -> affects(advisory, component))
                        .map(component -> new Advisory(
                                component,
                                advisory.path("id").asText(),
                                advisory.path("summary").asText()))
                        .forEach(found::add);
            }
        }
        if (records == 0) {
            throw new IOException("there are no records in " + directory);
        }
        return found;
    }

    static boolean affects(JsonNode advisory, Component component) {
        if (advisory.hasNonNull("withdrawn")) {
            return false;
        }
        for (JsonNode affected : advisory.path("affected")) {
            JsonNode named = affected.path("package");
            if (named.path("ecosystem").asText().equals("Maven")
                    && named.path("name").asText().equals(component.name())
                    && affectsVersion(affected, component.version())) {
                return true;
            }
        }
        return false;
    }

    private static boolean affectsVersion(JsonNode affected, String version) {
        for (JsonNode one : affected.path("versions")) {
            if (one.asText().equals(version)) {
                return true;
            }
        }
        for (JsonNode range : affected.path("ranges")) {
            if (!range.path("type").asText().equals("GIT") && isIn(range.path("events"), MavenVersion.parse(version))) {
                return true;
            }
        }
        return false;
    }

    /** The events are in the order of their versions. */
    private static boolean isIn(JsonNode events, MavenVersion version) {
        boolean in = false;
        for (JsonNode event : events) {
            if (event.has("introduced")) {
                in |= version.compareTo(at(event, "introduced")) >= 0;
            } else if (event.has("fixed")) {
                in &= version.compareTo(at(event, "fixed")) < 0;
            } else if (event.has("last_affected")) {
                in &= version.compareTo(at(event, "last_affected")) <= 0;
            }
        }
        return in;
    }

    private static MavenVersion at(JsonNode event, String what) {
        return MavenVersion.parse(event.path(what).asText());
    }
}
