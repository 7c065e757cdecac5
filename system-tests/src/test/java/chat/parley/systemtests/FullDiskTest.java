package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up, and then has room again: a small tmpfs in a mount namespace of the server's own. */
class FullDiskTest {

    @TempDir
    Path directory;

    @Test
    void fullDiskIsSaidNothingAckedIsLostAndRoomMakesItGoOn() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Path data = disk.resolve("data");
        Path ballast = disk.resolve("ballast");
        List<String> wrapper = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                // The ballast goes when the test says so through a file outside of the small disk.
                "mount -t tmpfs -o size=160m parley '" + disk + "' && head -c 40000000 /dev/zero > '" + ballast + "'"
                        + " && { (until [ -e '" + directory + "/make-room' ]; do sleep 0.1; done; rm '" + ballast
                        + "') >/dev/null 2>&1 & } && exec \"$0\" \"$@\"");
        try (RunningServer server = RunningServer.start(wrapper, data, 0, "--limits", "off");
                Device ann = Device.of(server, "ann", "d")) {
            Api bob = new Api(server, "bob");
            String id = bob.direct("ann");
            List<String> acked = new ArrayList<>();
            JsonNode answer = ann.acked(id, "0", text(0));
            int sent = 0;
            while (Device.is(answer, "ack")) {
                acked.add(answer.path("message_id").asText());
                sent++;
                answer = ann.acked(id, Integer.toString(sent), text(sent));
            }
            assertThat(answer.path("code").asText()).isEqualTo("unavailable");
            assertThat(answer.path("retry_after_ms").asInt()).isPositive();
            assertThat(server.isAlive()).isTrue();
            assertThat(bob.history(id))
                    .extracting(m -> m.path("message_id").asText())
                    .containsAll(acked);

            Files.createFile(directory.resolve("make-room"));
            while (!Device.is(answer, "ack")) {
                answer = ann.acked(id, Integer.toString(sent), text(sent));
            }
            acked.add(answer.path("message_id").asText());
            assertThat(bob.history(id))
                    .extracting(m -> m.path("message_id").asText())
                    .containsExactlyElementsOf(acked);
        }
    }

    /** Random enough that no compression makes room. */
    private static String text(int number) {
        StringBuilder text = new StringBuilder(16_000);
        Random random = new Random(number);
        while (text.length() < 16_000) {
            text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36));
        }
        return text.substring(0, 16_000);
    }
}
