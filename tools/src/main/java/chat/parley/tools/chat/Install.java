package chat.parley.tools.chat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** What a user's client keeps between its runs: the device's name, and the lines that were typed. */
final class Install implements AutoCloseable {

    private final FileChannel file;
    private final DeviceId device;
    private final Path history;

    private Install(FileChannel file, DeviceId device, Path history) {
        this.file = file;
        this.device = device;
        this.history = history;
    }

    /** The install below a directory. A second one at the same time is another device, for as long as it runs. */
    static Install open(Path directory, UserId user) {
        try {
            Files.createDirectories(directory);
            FileChannel file = FileChannel.open(
                    directory.resolve(user + ".device"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            return new Install(file, device(file), directory.resolve(user + ".history"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory, e);
        }
    }

    DeviceId device() {
        return device;
    }

    Path history() {
        return history;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeviceId device(FileChannel file) throws IOException {
        DeviceId fresh = new DeviceId("chat-" + UUID.randomUUID());
        if (!locked(file)) {
            return fresh;
        }
        ByteBuffer bytes = ByteBuffer.allocate(65);
        int length = file.read(bytes, 0);
        String known = new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
        if (DeviceId.isValid(known)) {
            return new DeviceId(known);
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(fresh.value().getBytes(StandardCharsets.US_ASCII)), 0);
        return fresh;
    }

    /** Held until the file is closed. */
    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
