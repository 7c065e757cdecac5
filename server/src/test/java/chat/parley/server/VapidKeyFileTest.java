package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.server.auth.VapidKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VapidKeyFileTest {

    @TempDir
    Path directory;

    @Test
    void isMadeOnceAndReadAgain() throws IOException {
        VapidKeyFile made = VapidKeyFile.of(directory);
        assertThat(made.made()).isEqualTo(directory.resolve("vapid-key"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("vapid-key"))))
                .isEqualTo("rw-------");

        VapidKeyFile again = VapidKeyFile.of(directory);
        assertThat(again.made()).isNull();
        assertThat(again.key().publicKey()).isEqualTo(made.key().publicKey());
        assertThat(VapidKeyFile.read(directory.resolve("vapid-key")).publicKey())
                .isEqualTo(made.key().publicKey());
    }

    @Test
    void aFileThatHoldsNoneIsNamed() throws IOException {
        Path broken = Files.writeString(directory.resolve("vapid-key"), "-----BEGIN PRIVATE KEY-----\nSECRET");

        assertThatThrownBy(() -> VapidKeyFile.of(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageNotContaining("SECRET");
        assertThatThrownBy(() -> VapidKeyFile.read(directory.resolve("none")))
                .hasMessageContaining("there is no file " + directory.resolve("none"));
    }
}
