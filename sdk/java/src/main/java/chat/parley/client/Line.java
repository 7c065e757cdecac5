package chat.parley.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One WebSocket, from its dialling to its end. It reads when its owner has room, and writes what its owner gives. */
final class Line implements WebSocket.Listener {

    /** Characters of one frame; a server has no reason for more than some 64 Ki. */
    private static final int FRAME_CHARS_MAX = 4 << 20;

    private static final long CLOSE_MILLIS_MAX = 2_000;
    private static final int NO_CODE = 0;

    /** What a line serves. */
    interface Owner {
        /** A frame came. */
        void frame(Line line, ServerFrame frame);

        /**
         * The line ended, or was never up; told once.
         *
         * @param code of the WebSocket, an HTTP status of the upgrade, or 0
         */
        void ended(Line line, int code, String reason, @Nullable Duration retryAfter);

        /** Whether another frame may come. */
        boolean hasRoom();

        /** The next frame to be written; null when there is none now. Called under the owner's lock. */
        @Nullable
        String next(Line line);

        void locked(Runnable task);
    }

    private final Owner owner;
    private final String token;
    private final StringBuilder partial = new StringBuilder();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();
    private volatile @Nullable WebSocket socket;
    private boolean writing;

    Line(Owner owner, String token) {
        this.owner = owner;
        this.token = token;
    }

    String token() {
        return token;
    }

    void dial(HttpClient http, URI address, Duration timeout) {
        var _ = http.newWebSocketBuilder()
                .connectTimeout(timeout)
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, this)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        refused(
                                failure instanceof CompletionException && failure.getCause() != null
                                        ? failure.getCause()
                                        : failure);
                    }
                });
    }

    /** Writes what there is to be written. Under the owner's lock. */
    void pump() {
        WebSocket open = socket;
        while (open != null && !writing && !over.get()) {
            String next = owner.next(this);
            if (next == null) {
                return;
            }
            writing = true;
            CompletableFuture<WebSocket> sent = open.sendText(next, true);
            if (sent.isDone() && !sent.isCompletedExceptionally()) {
                writing = false;
            } else {
                var _ = sent.whenComplete((_, failure) -> owner.locked(() -> {
                    writing = false;
                    if (failure == null) {
                        pump();
                    } else {
                        end(NO_CODE, "cannot write: " + failure.getMessage());
                    }
                }));
                return;
            }
        }
    }

    /** The owner has room again. */
    void resume() {
        WebSocket open = socket;
        if (open != null && paused.compareAndSet(true, false)) {
            heardNanos = System.nanoTime();
            open.request(1);
        }
    }

    /** How long nothing was heard; zero while the owner has no room, as then nobody listens. */
    long silentNanos() {
        return paused.get() ? 0 : System.nanoTime() - heardNanos;
    }

    /** Ends it at once, and tells the owner. */
    void abort(String reason) {
        end(NO_CODE, reason);
    }

    /** Says good-bye, and tells the owner nothing more. */
    void close() {
        over.set(true);
        WebSocket open = socket;
        if (open != null) {
            var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .whenComplete((_, _) -> open.abort());
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        heardNanos = System.nanoTime();
        if (over.get()) {
            opened.abort();
        } else {
            opened.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        if (partial.length() + data.length() > FRAME_CHARS_MAX) {
            end(NO_CODE, "a frame of more than " + FRAME_CHARS_MAX + " characters");
            return null;
        }
        if (!last) {
            partial.append(data);
            from.request(1);
            return null;
        }
        String text = data.toString();
        if (!partial.isEmpty()) {
            text = partial.append(data).toString();
            partial.setLength(0);
            partial.trimToSize();
        }
        read(text);
        if (owner.hasRoom()) {
            from.request(1);
        } else {
            paused.set(true);
            if (owner.hasRoom()) {
                resume();
            }
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, java.nio.ByteBuffer message) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, java.nio.ByteBuffer message) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, java.nio.ByteBuffer data, boolean last) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(NO_CODE, String.valueOf(error.getMessage()));
    }

    private @Nullable CompletionStage<?> heard(WebSocket from) {
        heardNanos = System.nanoTime();
        from.request(1);
        return null;
    }

    private void read(String text) {
        try {
            owner.frame(this, FrameReader.read(text));
        } catch (IOException e) {
            end(NO_CODE, "not a frame of the contract: " + e.getMessage());
        }
    }

    private void end(int code, String reason) {
        end(code, reason, null);
    }

    private void end(int code, String reason, @Nullable Duration retryAfter) {
        if (over.compareAndSet(false, true)) {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
            owner.ended(this, code, reason, retryAfter);
        }
    }

    private void refused(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null) {
            HttpHeaders headers = handshake.getResponse().headers();
            int status = handshake.getResponse().statusCode();
            end(status, "the upgrade was answered with HTTP " + status, HttpCalls.retryAfter(headers));
        } else {
            end(NO_CODE, "no connection: " + failure.getMessage());
        }
    }
}
