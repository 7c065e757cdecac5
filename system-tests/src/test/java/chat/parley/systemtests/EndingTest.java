package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server ends, and what it refuses at its start. */
class EndingTest {

    @TempDir
    Path data;

    @Test
    void termAnswersWhatIsUnderWayTellsAllAndExitsWithZero() {
        RunningServer server = RunningServer.start(data);
        try (Device ann = Device.of(server, "ann", "d");
                Device bob = Device.of(server, "bob", "d")) {
            String id = new Api(server, "ann").direct("bob");
            for (int i = 0; i < 200; i++) {
                ann.say(id, "k" + i, "message " + i);
            }
            // The first ack says that the sends are being dealt with.
            ann.await("ack");
            long begun = System.nanoTime();
            assertThat(server.terminate()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(ann.closeCode()).isEqualTo(1012);
            assertThat(bob.closeCode()).isEqualTo(1012);
        }
        try (RunningServer successor = server.restart()) {
            assertThat(new Api(successor, "ann").get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void endedServerTakesNobody() {
        RunningServer server = RunningServer.start(data);
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
