package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server ends, and what it refuses at its start. */
class EndingTest {

    @TempDir
    Path data;

    @Test
    void termAnswersWhatIsUnderWayTellsAllAndExitsWithZero() {
        // So many at once are more than one person has to say.
        RunningServer server = RunningServer.start(data, "--limits", "off");
        String id;
        Set<String> acked;
        Set<String> refused;
        try (Device ann = Device.of(server, "ann", "d");
                Device bob = Device.of(server, "bob", "d")) {
            id = new Api(server, "ann").direct("bob");
            for (int i = 0; i < 200; i++) {
                ann.say(id, "k" + i, "message " + i);
            }
            // The first ack says that the sends are being dealt with.
            String first = ann.await("ack").path("client_msg_id").asText();
            long begun = System.nanoTime();
            assertThat(server.terminate()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(ann.closeCode()).isEqualTo(1012);
            assertThat(bob.closeCode()).isEqualTo(1012);
            List<JsonNode> rest = ann.remaining();
            acked = keys(rest, "ack");
            acked.add(first);
            refused = keys(rest, "error");
        }
        try (RunningServer successor = server.restart()) {
            Api api = new Api(successor, "ann");
            assertThat(api.get("/readyz").status()).isEqualTo(200);
            Set<String> stored = new TreeSet<>();
            api.history(id)
                    .forEach(message -> stored.add(message.path("client_msg_id").asText()));
            assertThat(stored).containsAll(acked);
            Set<String> answered = new TreeSet<>(acked);
            answered.addAll(refused);
            assertThat(answered).as("nothing was stored and left unanswered").containsAll(stored);
            // They are read in their order: one without an answer, before one with, would have been read and dropped.
            assertThat(answered).hasSize(answeredInARow(answered));
        }
    }

    private static Set<String> keys(List<JsonNode> frames, String type) {
        Set<String> keys = new TreeSet<>();
        frames.stream()
                .filter(frame -> Device.is(frame, type))
                .forEach(frame -> keys.add(frame.path("client_msg_id").asText()));
        return keys;
    }

    private static int answeredInARow(Set<String> answered) {
        int count = 0;
        while (answered.contains("k" + count)) {
            count++;
        }
        return count;
    }

    @Test
    void endedServerTakesNobody() {
        // So many at once are more than one person has to say.
        RunningServer server = RunningServer.start(data, "--limits", "off");
        assertThat(server.terminate()).isZero();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> {
                    try (Socket socket = new Socket("localhost", server.url().getPort())) {
                        assertThat(socket.isConnected()).isFalse();
                    }
                }))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void secondProcessOnOneDirectoryIsRefused() throws IOException, InterruptedException {
        try (RunningServer server = RunningServer.start(data)) {
            Process second = new ProcessBuilder(
                            RunningServer.command("serve", "--port", "0", "--data", data.toString()))
                    .start();
            String said = new String(second.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(said).contains(data.toString()).doesNotContain("\tat ");
            assertThat(server.isAlive()).isTrue();
        }
    }
}
