package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class MeasuringTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void aProcessIsReadFromProcAndItsJvm() {
        ProcessUsage own = new ProcessUsage(ProcessHandle.current().pid());
        byte[] held = new byte[(int) (64 * MIB)];
        own.settle();

        assertThat(own.rssBytes()).isGreaterThan(64 * MIB);
        assertThat(own.heapBytes()).isBetween(64 * MIB, 64 * MIB + 512 * MIB);
        assertThat(own.cpu()).isGreaterThan(Duration.ofMillis(100));
        assertThat(held).isNotNull();
    }

    @Test
    void theMachineIsKnown() {
        Machine machine = Machine.here();

        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryMb()).isGreaterThan(256);
        assertThat(machine.cpu()).isNotEqualTo("unknown");
    }

    @Test
    void tooManySocketsAreRefusedWithWhatToDo() {
        FileLimit.require(1);

        assertThatThrownBy(() -> FileLimit.require(1_000_000_000))
                .hasMessageContaining("ulimit -n 1000000500")
                .hasMessageContaining("fs.nr_open=1000000500")
                .hasMessageContaining("--connections");
    }

    @Test
    void rowsAreWrittenInBatches(@TempDir Path directory) throws RocksDBException {
        assertThat(SyncedBatches.run(directory, 10, 200, Duration.ofMillis(100)))
                .isGreaterThan(10);
    }
}
