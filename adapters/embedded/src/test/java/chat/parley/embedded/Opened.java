package chat.parley.embedded;

import java.nio.file.Path;

/** A store in a directory of its own, that a test can close and open again. */
final class Opened implements AutoCloseable {

    private final Path directory;
    private final EmbeddedOptions options;
    private EmbeddedStore store;

    Opened(Path directory) {
        this(directory, EmbeddedOptions.defaults());
    }

    Opened(Path directory, EmbeddedOptions options) {
        this.directory = directory;
        this.options = options;
        this.store = EmbeddedStore.open(directory, options);
    }

    EmbeddedStore store() {
        return store;
    }

    EmbeddedStore reopen() {
        store.close();
        store = EmbeddedStore.open(directory, options);
        return store;
    }

    @Override
    public void close() {
        store.close();
    }
}
