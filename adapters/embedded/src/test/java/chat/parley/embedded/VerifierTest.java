package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.embedded.Verifier.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void fill() {
        data = temporary.resolve("data");
        SampleData.fill(data);
    }

    @Test
    void findsNothingWhereEverythingIsAsItShouldBe() {
        List<String> steps = new ArrayList<>();
        Report report = Verifier.verify(data, progress -> steps.add(progress.step()));
        assertThat(report.faults()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.remarks()).isEmpty();
        assertThat(report.counts()).isEqualTo(SampleData.COUNTS);
        assertThat(steps).contains("write-ahead logs", "checksums of files");
    }

    @Test
    void changesNothing() throws IOException {
        List<String> before = SampleData.digests(data);
        Verifier.verify(data, _ -> {});
        assertThat(SampleData.digests(data)).isEqualTo(before);
    }

    @Test
    void refusesADirectoryThatIsInUseOrNone() throws IOException {
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            assertThat(store.logEnd().logTimeMillis()).isPositive();
            assertThatThrownBy(() -> Verifier.verify(data, _ -> {}))
                    .isInstanceOf(DataDirectoryRefused.class)
                    .hasMessageContaining("in use by process");
        }
        assertThatThrownBy(() -> Verifier.verify(temporary, _ -> {}))
                .isInstanceOf(DataDirectoryRefused.class)
                .hasMessageContaining("no data directory of Parley");
    }

    @Test
    void tellsAMissingFile() throws IOException {
        for (Path file : SampleData.files(data.resolve("db"), ".*\\.(sst|log)")) {
            if (Files.size(file) == 0) {
                continue;
            }
            Path kept = temporary.resolve("kept");
            Files.move(file, kept);
            Report report = Verifier.verify(data, _ -> {});
            // A file that RocksDB does not need any more, and has not deleted yet, is not missed.
            assertThat(report.isClean())
                    .as("without %s", file.getFileName())
                    .isEqualTo(report.counts().equals(SampleData.COUNTS));
            Files.move(kept, file);
        }
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    @Test
    void tellsRowsThatContradictEachOther() {
        for (Spoiling spoiling : Spoiling.values()) {
            Path copy = SampleData.copy(data, temporary.resolve(spoiling.name()));
            spoiling.spoil(copy);
            Report report = Verifier.verify(copy, _ -> {});
            assertThat(report.faults())
                    .as(spoiling.name())
                    .anySatisfy(fault -> assertThat(fault.toString()).contains(spoiling.told()));
        }
    }

    @Test
    void namesTheMessageWhoseBytesAreNotThoseThatWereWritten() {
        try (Tampered tampered = new Tampered(data)) {
            byte[] key = Keys.message(Script.conversation(SampleData.GROUP), SampleData.someMessage(tampered));
            byte[] value = tampered.get(Family.MESSAGES, key);
            value[value.length / 2] ^= 0x20;
            tampered.put(Family.MESSAGES, key, value);
        }
        assertThat(Verifier.verify(data, _ -> {}).faults()).anySatisfy(fault -> {
            assertThat(fault.where()).isEqualTo("conversation " + SampleData.GROUP);
            assertThat(fault.what()).contains("the message 0").contains("checksum");
        });
    }
}
