package chat.parley.server.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A file that is made once, whole, and read by the owner of the process alone. */
final class PrivateFile {

    private PrivateFile() {}

    /**
     * Makes the file, and its directory, when there is none.
     *
     * @return false when it was there, or another process was quicker, whose content counts
     */
    static boolean make(Path file, Supplier<byte[]> content) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                "secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (var channel = Files.newByteChannel(
                    draft, Set.copyOf(EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC)))) {
                channel.write(ByteBuffer.wrap(content.get()));
            }
            // A link, unlike a move, fails when the name is taken.
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
