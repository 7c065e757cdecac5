package chat.parley.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the data of one run, gone after it. */
record Workplace(Path path) implements AutoCloseable {

    static Workplace make() {
        try {
            return new Workplace(Files.createTempDirectory("parley-bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The type of the file system: with tmpfs, fsync costs nothing, and figures that include it mean nothing. */
    String fileSystem() {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
