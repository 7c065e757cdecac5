package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AttacksTest {

    @Test
    void theDocumentSaysOfEachWhatStopsIt() throws IOException {
        String document = Files.readString(Path.of("../docs/security.md"));
        for (Attack attack : Attacks.all()) {
            // Two share a row.
            String row = attack.name().startsWith("slow ") ? "slow headers, slow body" : attack.name();
            assertThat(document).contains("| " + row + " |");
        }
    }
}
