package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.embedded.Verifier.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flips single bytes all over the files of a data directory: the verifier tells of each, and names the file. Left out are
 * texts that nothing is read from: RocksDB's own log and its list of options, its identity, and the locks.
 */
class FlippedBytesTest {

    private static final String DATA_FILES = "CURRENT|MANIFEST-\\d+|\\d+\\.(sst|log)";
    private static final int FLIPS_OF_A_FILE = 14;
    private static final long SEED = 42;

    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void fill() {
        data = temporary.resolve("data");
        SampleData.fill(data);
    }

    @Test
    void everyFlippedByteIsTold() throws IOException {
        List<String> missed = new ArrayList<>();
        int flips = 0;
        for (Path file : SampleData.files(data.resolve("db"), DATA_FILES)) {
            for (long offset : offsets(Files.size(file))) {
                flips++;
                flip(file, offset);
                Report report = Verifier.verify(data, _ -> {});
                String name = file.getFileName().toString();
                // A log that RocksDB does not need any more may look torn by a crash, and nothing is lost by it.
                boolean told = report.faults().stream()
                                .anyMatch(fault -> fault.toString().contains(name))
                        || (report.counts().equals(SampleData.COUNTS)
                                && report.remarks().stream().anyMatch(remark -> remark.contains(name)));
                if (!told) {
                    missed.add(file.getFileName() + " at " + offset + " of " + Files.size(file) + ": " + report);
                }
                flip(file, offset);
            }
        }
        assertThat(missed).as("seed %d", SEED).isEmpty();
        assertThat(flips).isGreaterThan(100);
        assertThat(Verifier.verify(data, _ -> {}).faults()).isEmpty();
    }

    @Test
    void aFlippedByteOfTheMarkIsTold() throws IOException {
        Path mark = data.resolve("ACKED");
        for (long offset = 0; offset < Files.size(mark); offset++) {
            flip(mark, offset);
            assertThat(Verifier.verify(data, _ -> {}).faults())
                    .extracting(Verifier.Fault::where)
                    .contains("ACKED");
            flip(mark, offset);
        }
    }

    /**
     * The server does not start on a log that was damaged in the midst, which RocksDB would cut off there. At the very end
     * it may be cut off, where only the delivery worker's progress is.
     */
    @Test
    void theServerRefusesToLoseWhatWasAcknowledged() throws IOException {
        for (Path file : SampleData.files(data.resolve("db"), "\\d+\\.log")) {
            for (long offset : offsets(Files.size(file))) {
                Path copy = SampleData.copy(data, temporary.resolve("copy-" + file.getFileName() + offset));
                flip(copy.resolve("db").resolve(file.getFileName()), offset);
                if (opens(copy)) {
                    Report report = Verifier.verify(copy, _ -> {});
                    assertThat(report.faults())
                            .as("%s at %d", file.getFileName(), offset)
                            .isEmpty();
                    assertThat(report.counts().messages()).isEqualTo(SampleData.COUNTS.messages());
                }
            }
        }
    }

    private static boolean opens(Path copy) {
        try (EmbeddedStore store = EmbeddedStore.open(copy)) {
            assertThat(store.logEnd().logTimeMillis()).isPositive();
            return true;
        } catch (DataDirectoryRefused e) {
            assertThat(e).hasMessageContaining("restore a backup");
            return false;
        }
    }

    /** The first and the last bytes, and some between. */
    private static Set<Long> offsets(long size) {
        Set<Long> offsets = new TreeSet<>();
        Random random = new Random(SEED);
        for (long i = 0; i < Math.min(size, FLIPS_OF_A_FILE); i++) {
            offsets.add(i < 4 ? i : i < 8 ? size - 1 - (i - 4) : random.nextLong(size));
        }
        return offsets;
    }

    private static void flip(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 0x55));
            channel.write(one.flip(), offset);
        }
    }
}
