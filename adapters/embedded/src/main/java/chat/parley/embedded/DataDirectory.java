package chat.parley.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of a known format that no other process has open. Refuses what it does not know, with a reason. */
final class DataDirectory implements AutoCloseable {

    /**
     * Raised when an older release could not read, or would spoil, what this one writes. 1: conversations. 2: users, names
     * and push tokens; a user's conversations are listed with what he may see of them. 3: what wakes devices; a device has
     * a key. {@link Upgrade} leads from one to the next.
     */
    static final int FORMAT = 3;

    private static final String FORMAT_FILE = "FORMAT";
    private static final String FORMAT_WORDS = "parley embedded ";
    private static final String LOCK_FILE = "LOCK";
    private static final String DATABASE = "db";

    /** What people write to each other is nobody else's on this machine. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** What may be in a directory that is ours to take; a fresh file system has a lost+found. */
    private static final Set<String> HARMLESS =
            Set.of("lost+found", LOCK_FILE, "jwt-secret", "operator-secret", "vapid-key");

    /**
     * Directories that this process has open. POSIX drops all locks of a process on a file when it closes any descriptor
     * of that file, so a second attempt must be refused before it opens one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private int format;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the directory for this process, and makes it when there is none. */
    static DataDirectory open(Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path, OWNER_ONLY);
            }
            DataDirectory directory = held(path.toRealPath(), false);
            try {
                directory.checkFormat(true);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
            return directory;
        } catch (IOException e) {
            throw new DataDirectoryRefused("the data directory " + path + " cannot be opened: " + reason(e), e);
        }
    }

    /** Takes an existing directory to look at it. Nothing in it is changed. */
    static DataDirectory inspect(Path path) {
        return existing(path, true);
    }

    /** Takes a directory that is there and of the newest format, to read it as the server does. */
    static DataDirectory existing(Path path) {
        return existing(path, false);
    }

    private static DataDirectory existing(Path path, boolean onlyToRead) {
        if (!Files.exists(path.resolve(FORMAT_FILE))) {
            throw new DataDirectoryRefused(path + " is no data directory of Parley: it has no file " + FORMAT_FILE);
        }
        try {
            DataDirectory directory = held(path.toRealPath(), onlyToRead);
            try {
                directory.checkFormat(false);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
            return directory;
        } catch (IOException e) {
            throw new DataDirectoryRefused("the data directory " + path + " cannot be opened: " + reason(e), e);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> "no permission for " + e.getFile() + "; name another with --data";
            case NoSuchFileException e ->
                "there is no " + e.getFile() + " and none can be made; name another with --data";
            case FileAlreadyExistsException e -> e.getFile() + " is a file; name a directory with --data";
            case FileSystemException e
            when e.getReason() != null -> e.getFile() + ": " + e.getReason() + "; name another with --data";
            default -> failure.toString();
        };
    }

    Path path() {
        return path;
    }

    /** Of what is in it; an older one until it is {@link #upgraded}. */
    int format() {
        return format;
    }

    /** Everything in it is of the newest format from here on. */
    void upgraded() throws IOException {
        if (format < FORMAT) {
            writeFormat(path.resolve(FORMAT_FILE));
            format = FORMAT;
        }
    }

    Path database() {
        return path.resolve(DATABASE);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(path);
        }
    }

    private static DataDirectory held(Path path, boolean onlyToRead) throws IOException {
        if (!onlyToRead && !Files.exists(path.resolve(FORMAT_FILE)) && !isEmpty(path)) {
            throw new DataDirectoryRefused("the directory " + path + " is not empty and was not made by Parley (it has"
                    + " no file " + FORMAT_FILE + "): name another one, or one that does not exist yet");
        }
        if (!HELD.add(path)) {
            throw inUse(path, ProcessHandle.current().pid());
        }
        FileChannel channel = null;
        try {
            Path file = path.resolve(LOCK_FILE);
            channel = onlyToRead
                    ? FileChannel.open(file, StandardOpenOption.READ)
                    : FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock(0, Long.MAX_VALUE, onlyToRead);
            if (held == null) {
                throw inUse(path, holder(channel));
            }
            if (!onlyToRead) {
                channel.truncate(0);
                channel.write(ascii(ProcessHandle.current().pid() + "\n"), 0);
            }
            return new DataDirectory(path, channel);
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static DataDirectoryRefused inUse(Path path, @Nullable Long pid) {
        String holder = pid == null ? "another process" : "process " + pid;
        return new DataDirectoryRefused("the data directory " + path + " is in use by " + holder
                + ": stop it first, or name another directory");
    }

    private static @Nullable Long holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        try {
            return Long.valueOf(
                    StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip());
        } catch (NumberFormatException notYetWritten) {
            return null;
        }
    }

    /** A token may have been made, and its secret with it, before the first start; hidden files are nobody's data. */
    private static boolean isEmpty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.startsWith(".") || HARMLESS.contains(name));
        }
    }

    private void checkFormat(boolean create) throws IOException {
        Path file = path.resolve(FORMAT_FILE);
        if (create && !Files.exists(file)) {
            writeFormat(file);
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        format = text.startsWith(FORMAT_WORDS) ? number(text.substring(FORMAT_WORDS.length())) : -1;
        if (format < 1) {
            throw new DataDirectoryRefused(file + " does not say of which format the data are: it should read \""
                    + FORMAT_WORDS + FORMAT + "\". Restore it, or name another directory");
        }
        if (format > FORMAT) {
            throw new DataDirectoryRefused("the data in " + path + " are of format " + format
                    + ", and this release reads up to format " + FORMAT
                    + ": start the newer release of Parley that wrote them, or restore a backup made before it");
        }
        if (format < FORMAT && !create) {
            throw new DataDirectoryRefused(
                    "the data in " + path + " are of format " + format + ", and this release looks at format " + FORMAT
                            + ": start the server once, which brings them to it");
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whole or not at all, so that a crash here leaves a directory that is opened again. */
    private void writeFormat(Path file) throws IOException {
        Path fresh = path.resolve("." + FORMAT_FILE);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ascii(FORMAT_WORDS + FORMAT + "\n"));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
