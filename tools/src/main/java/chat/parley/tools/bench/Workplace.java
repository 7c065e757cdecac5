package chat.parley.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the data of one run, gone after it, also when the run is interrupted. */
final class Workplace implements AutoCloseable {

    private final Path path;
    private final Thread atExit = new Thread(this::deleteWhatCanBe, "remove-data");

    private Workplace(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Workplace make() {
        try {
            return new Workplace(Files.createTempDirectory("parley-bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
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
        try {
            delete();
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            // This process is ending already: the hook does what is left.
        }
    }

    private void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The server may still be writing while it is killed. */
    private void deleteWhatCanBe() {
        try {
            delete();
        } catch (IOException | UncheckedIOException e) {
            System.err.println("parley bench: " + path + " is left behind: " + e.getMessage());
        }
    }
}
