package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxFileTest {

    @TempDir
    Path directory;

    @Test
    void whatWasNotAnsweredIsThereAfterARestart() throws IOException {
        Path path = directory.resolve("outbox.log");
        OutgoingMessage media = new OutgoingMessage("c", "k3", null, List.of("m1", "m2"));
        try (OutboxFile file = new OutboxFile(path)) {
            file.add(OutgoingMessage.of("c", "k1", "one"), 11);
            file.add(OutgoingMessage.of("c", "k2", "zwölf 🎈"), 12);
            file.add(media, 13);
            file.answered("k1");
            file.force("k3");
        }
        try (OutboxFile file = new OutboxFile(path)) {
            assertThat(file.kept())
                    .containsExactly(
                            new OutboxFile.Kept(OutgoingMessage.of("c", "k2", "zwölf 🎈"), 12),
                            new OutboxFile.Kept(media, 13));
        }
    }

    @Test
    void aTornEndCostsTheLastRecordAlone() throws IOException {
        Path whole = directory.resolve("outbox.log");
        long two;
        try (OutboxFile file = new OutboxFile(whole)) {
            file.add(OutgoingMessage.of("c", "k1", "one"), 1);
            file.add(OutgoingMessage.of("c", "k2", "two"), 2);
            two = Files.size(whole);
            file.add(OutgoingMessage.of("c", "k3", "three"), 3);
        }
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = (int) two; length < bytes.length; length++) {
            Path torn = directory.resolve("torn.log");
            Files.write(torn, Arrays.copyOf(bytes, length));
            try (OutboxFile file = new OutboxFile(torn)) {
                assertThat(keys(file)).containsExactly("k1", "k2");
                file.add(OutgoingMessage.of("c", "k4", "four"), 4);
            }
            try (OutboxFile file = new OutboxFile(torn)) {
                assertThat(keys(file)).as("cut to %d bytes", length).containsExactly("k1", "k2", "k4");
            }
        }
    }

    @Test
    void aFlippedBitIsSeen() throws IOException {
        Path path = directory.resolve("outbox.log");
        try (OutboxFile file = new OutboxFile(path)) {
            file.add(OutgoingMessage.of("c", "k1", "one"), 1);
            file.add(OutgoingMessage.of("c", "k2", "two"), 2);
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 2] ^= 1;
        Files.write(path, bytes);
        try (OutboxFile file = new OutboxFile(path)) {
            assertThat(keys(file)).containsExactly("k1");
        }
    }

    @Test
    void theFileStaysSmall() throws IOException {
        Path path = directory.resolve("outbox.log");
        try (OutboxFile file = new OutboxFile(path)) {
            file.add(OutgoingMessage.of("c", "stays", "x"), 0);
            for (int i = 0; i < 5_000; i++) {
                file.add(OutgoingMessage.of("c", "k" + i, "some text of a hundred characters ".repeat(3)), i);
                file.answered("k" + i);
            }
            assertThat(Files.size(path)).isLessThan(300_000);
        }
        try (OutboxFile file = new OutboxFile(path)) {
            assertThat(keys(file)).containsExactly("stays");
        }
    }

    private static List<String> keys(OutboxFile file) {
        return file.kept().stream().map(kept -> kept.message().clientMsgId()).toList();
    }
}
