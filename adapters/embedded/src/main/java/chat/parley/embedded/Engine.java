package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.embedded.AckedMark.Mark;
import chat.parley.pipeline.port.StoreUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Lets others use the {@link Database}, any number to read and one at a time to write, and never while it is closed.
 *
 * <p>After a write that failed nobody knows whether it is on the disk. Nothing else is written then: reads go on as if it
 * were not there (nobody was told that it is), and the next write first closes and opens the database, so that memory says
 * again what the disk says; that write is refused, so that its decisions are taken anew from what is there. As long as the
 * disk takes no writes, everything stays as it is.
 */
final class Engine implements AutoCloseable {

    /** Reads what is known in memory of a database, after it was opened. */
    interface Loading {
        void from(Database database) throws RocksDBException;
    }

    interface Reading<T> {
        @Nullable
        T from(Database database) throws RocksDBException;
    }

    interface Doing {
        void to(Database database) throws RocksDBException;
    }

    interface Writing {
        void to(Changes changes) throws RocksDBException;
    }

    private final DataDirectory directory;
    private final EmbeddedOptions options;
    private final SpaceGuard space;
    private final AckedMark mark;
    private List<Loading> loadings = List.of();

    /** Shared by who uses the database, exclusive to who opens or closes it. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    /** Held by who writes; who has it may use the database without the other. */
    private final ReentrantLock writing = new ReentrantLock();

    private @Nullable Database database;
    private @Nullable Changes changes;
    private @Nullable String failure;
    private boolean closed;

    Engine(DataDirectory directory, EmbeddedOptions options, AckedMark mark) throws IOException {
        this.directory = directory;
        this.options = options;
        this.space = new SpaceGuard(directory, options.spaceReserveBytes());
        this.mark = mark;
    }

    /**
     * Opens the database for the first time.
     *
     * @param first what is to be read of it, now and whenever it is opened again
     * @throws DataDirectoryRefused when it cannot be opened, or not without losing something
     */
    void start(List<Loading> first) {
        loadings = first;
        open();
    }

    /** Reads what is always there; see {@link #find}. */
    <T> T read(Reading<T> reading) {
        return Objects.requireNonNull(find(reading));
    }

    /** Does something to the database that is no write. */
    void run(Doing doing) {
        find(database -> {
            doing.to(database);
            return null;
        });
    }

    /**
     * Reads something, or null.
     *
     * @throws StoreUnavailable when the database cannot be read, or a row is not what was written
     */
    <T> @Nullable T find(Reading<T> reading) {
        use.readLock().lock();
        try {
            Database open = database;
            if (open == null) {
                throw new StoreUnavailable(closed ? "the store is closed" : "the store could not be opened again");
            }
            return reading.from(open);
        } catch (RocksDBException e) {
            throw new StoreUnavailable("the store cannot be read: " + e.getMessage(), e);
        } catch (DamagedRow e) {
            throw new StoreUnavailable("a stored row is damaged: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Runs something that may {@link #commit}, while nobody else writes. */
    void write(Runnable body) {
        writing.lock();
        try {
            body.run();
        } finally {
            writing.unlock();
        }
    }

    /** The same, unless somebody is writing. */
    boolean tryWrite(Runnable body) {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            body.run();
            return true;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Makes some changes, all or none. For within {@link #write}.
     *
     * @param acked answers up to here go out afterwards, so the changes are on the disk then; null when nobody is
     *     answered, and they need not be: small changes, and such as make room, also when the disk is nearly full
     * @throws StoreUnavailable when it is not known whether they are made
     */
    void commit(@Nullable Position acked, Writing content) {
        commit(acked, acked != null, content);
    }

    /** The same for changes that are no entries of the log: they are on the disk when this returns. */
    void commitSynced(Writing content) {
        commit(null, true, content);
    }

    /** The same, but they are on the disk some seconds later: a power cut may lose them, a crash of the process does not. */
    void commitUnsynced(Writing content) {
        try {
            space.check(ready());
        } catch (RocksDBException e) {
            throw new StoreUnavailable("the store cannot be asked: " + e.getMessage(), e);
        }
        commit(null, false, content);
    }

    private void commit(@Nullable Position acked, boolean sync, Writing content) {
        Database open = ready();
        Changes all = changes == null ? new Changes(open) : changes.begin();
        changes = all;
        try {
            if (sync) {
                space.check(open);
            }
            content.to(all);
        } catch (RocksDBException | DamagedRow e) {
            throw new StoreUnavailable("the write cannot be put together: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            return;
        }
        try {
            all.writeTo(open, sync);
            if (acked != null) {
                mark.write(new Mark(acked, 0, 0));
            }
        } catch (RocksDBException | IOException e) {
            failure = String.valueOf(e.getMessage());
            throw new StoreUnavailable("the write failed: " + failure, e);
        }
    }

    /** The database, fit for the next write. */
    private Database ready() {
        if (closed) {
            throw new StoreUnavailable("the store is closed");
        }
        String before = failure;
        if (before != null) {
            openAgain();
            throw new StoreUnavailable("the store was opened again after a failure: " + before);
        }
        return Objects.requireNonNull(database);
    }

    private void openAgain() {
        try {
            space.probe(database);
        } catch (RocksDBException e) {
            throw new StoreUnavailable("the store cannot be asked: " + e.getMessage(), e);
        }
        use.writeLock().lock();
        try {
            release();
            open();
        } catch (DataDirectoryRefused e) {
            throw new StoreUnavailable("the store cannot be opened again: " + e.getMessage(), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    private void open() {
        WalCheck.of(directory.database()).requireWhole(directory);
        Database opened = null;
        try {
            opened = Database.open(directory.database(), options);
            for (Loading loading : loadings) {
                loading.from(opened);
            }
            database = opened;
            failure = null;
        } catch (RocksDBException | DamagedRow | DataDirectoryRefused e) {
            if (opened != null) {
                opened.close();
            }
            throw e instanceof DataDirectoryRefused refused
                    ? refused
                    : new DataDirectoryRefused(
                            "the database in " + directory.database() + " cannot be opened: " + e.getMessage()
                                    + (isOutOfSpace(e)
                                            ? ". The disk is full: make room"
                                            : ". Where the disk is readable, the data are damaged: restore a backup"),
                            e);
        }
    }

    private static boolean isOutOfSpace(Exception e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    private void release() {
        if (changes != null) {
            changes.close();
            changes = null;
        }
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** Waits for those who use the database; who comes later finds it closed. */
    @Override
    public void close() {
        writing.lock();
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closeInOrder();
            }
        } finally {
            use.writeLock().unlock();
            writing.unlock();
        }
    }

    private void closeInOrder() {
        try (mark) {
            boolean synced = database != null && failure == null;
            if (synced) {
                Objects.requireNonNull(database).flushWal();
            }
            release();
            if (synced) {
                mark.closedInOrder(directory);
            }
        } catch (RocksDBException | IOException e) {
            // Everything acknowledged is on the disk; the next start reads the logs as after a crash.
            release();
        }
    }
}
