package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    Path directory;

    @Test
    void whatWasGivenIsThereAfterARestart() throws IOException {
        Path path = directory.resolve("state.log");
        try (StateFile file = new StateFile(path)) {
            file.device("d");
            file.user("ann");
            file.given("left", 3, "0000000000003");
            file.given("c", 3, "0000000000003");
            file.since("token");
            file.given("moved", 9, "0000000000009");
            file.forgotten("left");
        }
        try (StateFile file = new StateFile(path)) {
            assertThat(file.deviceId()).isEqualTo("d");
            assertThat(file.userId()).isEqualTo("ann");
            assertThat(file.since()).isEqualTo("token");
            assertThat(file.cursors())
                    .containsOnlyKeys("c", "moved")
                    .containsEntry("c", new StateFile.Cursor(3, "0000000000003", false))
                    .containsEntry("moved", new StateFile.Cursor(9, "0000000000009", true));
        }
    }

    @Test
    void theFileStaysSmallAndSaysTheSame() throws IOException {
        Path path = directory.resolve("state.log");
        try (StateFile file = new StateFile(path)) {
            file.given("quiet", 1, "0000000000001");
            file.since("token");
            for (int i = 1; i <= 20_000; i++) {
                file.given("c" + i % 10, i, "0000000000001");
            }
            assertThat(Files.size(path)).isLessThan(300_000);
        }
        try (StateFile file = new StateFile(path)) {
            assertThat(file.since()).isEqualTo("token");
            assertThat(file.cursors()).hasSize(11);
            assertThat(file.cursors().get("quiet")).isEqualTo(new StateFile.Cursor(1, "0000000000001", false));
            assertThat(file.cursors().get("c0")).isEqualTo(new StateFile.Cursor(20_000, "0000000000001", true));
        }
    }
}
