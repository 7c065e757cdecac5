package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.contracts.Script;
import chat.parley.pipeline.port.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path temporary;

    @Test
    void makesADirectoryThatIsNotThere() throws IOException {
        Path data = temporary.resolve("a/b");
        EmbeddedStore.open(data).close();
        assertThat(Files.readString(data.resolve("FORMAT"))).isEqualTo("parley embedded 3\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void takesAFreshFileSystem() throws IOException {
        Files.createDirectory(temporary.resolve("lost+found"));
        Files.createFile(temporary.resolve(".hidden"));
        Files.createFile(temporary.resolve("jwt-secret"));
        EmbeddedStore.open(temporary).close();
        assertThat(temporary.resolve("FORMAT")).exists();
    }

    @Test
    void refusesADirectoryOfSomebodyElse() throws IOException {
        Files.writeString(temporary.resolve("thesis.txt"), "years of work");
        assertRefused("is not empty and was not made by Parley");
        assertRefused("name another");
        assertThat(temporary.toFile().list()).containsExactly("thesis.txt");
    }

    @Test
    void refusesANewerFormatAndSaysWhatToDo() throws IOException {
        EmbeddedStore.open(temporary).close();
        Files.writeString(temporary.resolve("FORMAT"), "parley embedded 4\n");
        assertRefused("format 4");
        assertRefused("newer release");
    }

    @Test
    void refusesAFormatThatItCannotRead() throws IOException {
        EmbeddedStore.open(temporary).close();
        for (String text : new String[] {"", "parley embedded", "parley embedded x", "parley embedded 0", "else 1"}) {
            Files.writeString(temporary.resolve("FORMAT"), text);
            assertRefused("parley embedded 3");
        }
    }

    @Test
    void refusesASecondStoreInTheSameProcess() {
        try (EmbeddedStore store = EmbeddedStore.open(temporary)) {
            assertRefused("in use by process " + ProcessHandle.current().pid());
            assertThat(store.logEnd().logTimeMillis()).isZero();
        }
        EmbeddedStore.open(temporary).close();
    }

    /** The lock is the operating system's: it goes with the process, and is not fooled by a file that was left behind. */
    @Test
    @Timeout(60)
    void namesTheProcessThatHasIt() throws Exception {
        EmbeddedStore.open(temporary).close();
        Process holder = Jvm.start(Holder.class, temporary.resolve("LOCK").toString());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            Files.writeString(temporary.resolve("LOCK"), holder.pid() + "\n");
            assertRefused("in use by process " + holder.pid() + ": stop it first");
        } finally {
            holder.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        EmbeddedStore.open(temporary).close();
    }

    @Test
    void everythingIsUnavailableAfterTheEnd() {
        EmbeddedStore store = EmbeddedStore.open(temporary);
        Script script = new Script();
        script.group("g", "ann");
        store.close();
        store.close();
        assertThatThrownBy(() -> store.head(Script.conversation("g"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.roster(Script.conversation("g"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.write(script.batch(), () -> {})).isInstanceOf(StoreUnavailable.class);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> EmbeddedStore.open(temporary))
                .isInstanceOf(DataDirectoryRefused.class)
                .hasMessageContaining(message);
    }

    /** Another process, holding the lock. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
            FileLock lock = channel.lock();
            System.out.println(lock.isValid() ? "locked" : "not locked");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
