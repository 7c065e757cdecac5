package chat.parley.embedded;

import static chat.parley.contracts.Script.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a process that writes: whatever it said was stored is there afterwards, and the rest is whole or not there. */
class CrashTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 700})
    @Timeout(120)
    void whatWasAcknowledgedSurvivesAKill(int batches) throws Exception {
        Process writer = Jvm.start(Writer.class, directory.toString());
        long acknowledged = 0;
        try (BufferedReader out = writer.inputReader()) {
            for (int i = 0; i < batches; i++) {
                acknowledged = Long.parseLong(out.readLine());
            }
            writer.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Math.max(acknowledged, Long.parseLong(line));
            }
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(Verifier.verify(directory, _ -> {}).faults()).isEmpty();
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            List<Message> all = store.rowsAfter(conversation("g"), MessageId.ZERO, Integer.MAX_VALUE);
            assertThat(all).hasSizeGreaterThanOrEqualTo((int) acknowledged);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).seq()).isEqualTo(i + 1);
            }
            assertThat(store.logEnd().position()).isEqualTo(all.getLast().position());
        }
    }

    /** Writes batches of ten until it is killed, and says after each how many messages are stored. */
    static final class Writer {
        public static void main(String[] args) {
            EmbeddedOptions options = EmbeddedOptions.defaults().withMemtableBytes(64 * 1024);
            try (EmbeddedStore store = EmbeddedStore.open(Path.of(args[0]), options)) {
                Script script = new Script();
                script.group("g", "ann", "bob");
                for (int i = 0; ; i++) {
                    for (int j = 0; j < 10; j++) {
                        script.send("g", "ann", "k" + i + "-" + j);
                    }
                    long stored = script.head("g").seq();
                    store.write(script.batch(), () -> System.out.println(stored));
                }
            }
        }
    }
}
