package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalCheckTest {

    @TempDir
    private Path data;

    private Path database;
    private List<WalFile> files;

    /** Several logs: a new one begins whenever some family's memory is full, and an old one stays for the others. */
    @BeforeEach
    void fill() throws IOException {
        Script script = new Script();
        script.group("g", "ann");
        try (EmbeddedStore store =
                EmbeddedStore.open(data, EmbeddedOptions.defaults().withMemtableBytes(64 * 1024))) {
            for (int i = 0; i < 300; i++) {
                script.send("g", "ann", "k" + i, "x".repeat(1_000));
                store.write(script.batch(), () -> {});
            }
        }
        database = data.resolve("db");
        files = WalFile.all(database);
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void wholeLogsAreWhole() {
        WalCheck check = WalCheck.of(database);
        assertThat(check.gaps()).isEmpty();
        assertThat(check.ends()).isEmpty();
    }

    /** RocksDB deletes what it does not need any more in any order. */
    @Test
    void aFileThatWasTidiedUpIsNoGap() throws IOException {
        Files.delete(files.get(1).path());
        WalCheck check = WalCheck.of(database);
        assertThat(check.gaps()).isEmpty();
        assertThat(check.ends()).isEmpty();
    }

    @Test
    void aDamagedWriteWithOthersBehindItIsAGap() throws IOException {
        Path file = files.get(0).path();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int here = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(here ^ 1);
        }
        List<WalCheck.Break> gaps = WalCheck.of(database).gaps();
        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().where()).contains(file.getFileName() + " at byte ");
        assertThat(gaps.getFirst().torn()).isFalse();
    }

    @Test
    void aWriteThatIsCutShortIsAnEnd() throws IOException {
        Path file = files.getLast().path();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() - 1);
        }
        WalCheck check = WalCheck.of(database);
        assertThat(check.gaps()).isEmpty();
        assertThat(check.ends()).singleElement().satisfies(end -> {
            assertThat(end.torn()).isTrue();
            assertThat(end.where()).startsWith(file.getFileName().toString());
        });
    }

    /** What a power cut may leave of a write whose end came to the disk before its beginning. */
    @Test
    void zerosBehindTheLastWriteAreNothing() throws IOException {
        try (RandomAccessFile bytes =
                new RandomAccessFile(files.getLast().path().toFile(), "rw")) {
            bytes.setLength(bytes.length() + 100_000);
        }
        WalCheck check = WalCheck.of(database);
        assertThat(check.gaps()).isEmpty();
        assertThat(check.ends()).isEmpty();
    }
}
