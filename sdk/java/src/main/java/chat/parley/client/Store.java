package chat.parley.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client keeps between its runs, in a directory of its own, or nothing at all. */
final class Store implements AutoCloseable {

    private final @Nullable FileChannel lock;
    private final @Nullable OutboxFile outbox;
    private final @Nullable StateFile state;

    private Store(@Nullable FileChannel lock, @Nullable OutboxFile outbox, @Nullable StateFile state) {
        this.lock = lock;
        this.outbox = outbox;
        this.state = state;
    }

    static Store inMemory() {
        return new Store(null, null, null);
    }

    /** @throws ParleyException with {@link ErrorCode#STORE} when it cannot be used, or another process or client does */
    static Store open(Path directory) {
        FileChannel lock = null;
        try {
            Files.createDirectories(directory);
            lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new ParleyException(ErrorCode.STORE, directory + " is used by another client");
            }
            return new Store(
                    lock,
                    new OutboxFile(directory.resolve("outbox.log")),
                    new StateFile(directory.resolve("state.log")));
        } catch (IOException e) {
            closeQuietly(lock);
            throw failure(e);
        }
    }

    List<OutboxFile.Kept> outbox() {
        return outbox == null ? List.of() : outbox.kept();
    }

    @Nullable
    String deviceId() {
        return state == null ? null : state.deviceId();
    }

    @Nullable
    String userId() {
        return state == null ? null : state.userId();
    }

    @Nullable
    String since() {
        return state == null ? null : state.since();
    }

    Map<String, StateFile.Cursor> cursors() {
        return state == null ? Map.of() : state.cursors();
    }

    void device(String id) {
        change(state, file -> file.device(id));
    }

    void user(String id) {
        change(state, file -> file.user(id));
    }

    /** As with all that only spares work at the next start: when the disk fails, it is given again then. */
    void given(String conversationId, long seq, @Nullable String messageId) {
        quietly(state, file -> file.given(conversationId, seq, messageId));
    }

    void forgotten(String conversationId) {
        quietly(state, file -> file.forgotten(conversationId));
    }

    void since(String token) {
        quietly(state, file -> file.since(token));
    }

    void added(OutgoingMessage message, long createdAtMillis) {
        change(outbox, file -> file.add(message, createdAtMillis));
    }

    void force(String clientMsgId) {
        change(outbox, file -> file.force(clientMsgId));
    }

    void answered(String clientMsgId) {
        quietly(outbox, file -> file.answered(clientMsgId));
    }

    @Override
    public void close() {
        closeQuietly(outbox);
        closeQuietly(state);
        closeQuietly(lock);
    }

    private interface Change<F> {
        void on(F file) throws IOException;
    }

    private static <F> void change(@Nullable F file, Change<F> change) {
        if (file != null) {
            try {
                change.on(file);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private static <F> void quietly(@Nullable F file, Change<F> change) {
        try {
            change(file, change);
        } catch (ParleyException e) {
            System.getLogger(Store.class.getName()).log(System.Logger.Level.WARNING, "cannot keep the state", e);
        }
    }

    private static ParleyException failure(IOException e) {
        return new ParleyException(ErrorCode.STORE, "the store cannot be used: " + e, null, e);
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (Exception e) {
            System.getLogger(Store.class.getName()).log(System.Logger.Level.DEBUG, "closing the store", e);
        }
    }
}
