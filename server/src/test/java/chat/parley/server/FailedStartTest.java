package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.domain.Platform;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.providers.web.Endpoints;
import chat.parley.providers.web.VapidKey;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import chat.parley.server.config.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A server that cannot start leaves nothing open behind it. */
class FailedStartTest {

    @Test
    void allIsClosedWhenThePortIsTaken(@TempDir Path data) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = new Settings();
            var _ = new CommandLine(settings)
                    .parseArgs("--data=" + data, "--host=127.0.0.1", "--port=" + other.getLocalPort());
            Unused provider = new Unused();
            PushServices services = new PushServices(
                    List.of(provider), VapidKey.parse(VapidKey.generate()), Endpoints.allowing(List.of()));
            EmbeddedStore store = EmbeddedStore.open(data);
            assertThatThrownBy(() -> Server.start(settings, store, services, Clock.systemUTC()))
                    .hasMessageContaining("in use");
            assertThat(provider.closed).isTrue();
        }
        EmbeddedStore.open(data).close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sequencer-0", "delivery-0", "push-planner", "push-gateway", "clockwork", "sweeps");
    }

    /** Of a platform to which nothing is sent. */
    private static final class Unused implements PushProvider {

        private boolean closed;

        @Override
        public Platform platform() {
            return Platform.APNS;
        }

        @Override
        public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
            return CompletableFuture.completedFuture(new PushOutcome.Refused("nothing is to be sent"));
        }

        @Override
        public List<Finding> examine() {
            return List.of();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
