package chat.parley.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from its dialling to its end, on two virtual threads: one reads when its owner has room, one writes what
 * its owner gives.
 *
 * <p>Not the JDK's WebSocket: that of JDK 25 misses, every few tries here, the end of a connection that comes right behind a
 * frame. The socket then stays in CLOSE_WAIT, and only the heartbeat finds it, more than a minute later.
 */
final class Line {

    private static final System.Logger LOG = System.getLogger(Line.class.getName());
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);
    private static final int NO_CODE = 0;
    private static final int NO_STATUS = 1005;
    private static final int NORMAL = 1000;

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

        /** Waits until another frame may come. */
        void awaitRoom() throws InterruptedException;

        boolean hasRoom();

        /** The next frame to be written; null when there is none now. */
        @Nullable
        String next(Line line);
    }

    private final Owner owner;
    private final ParleyRuntime runtime;
    private final String token;
    private final Semaphore work = new Semaphore(0);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<byte @Nullable []> ping = new AtomicReference<>();
    private volatile List<String> farewell = List.of();
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean listening = true;
    private volatile @Nullable Socket tcp;

    Line(Owner owner, ParleyRuntime runtime, String token) {
        this.owner = owner;
        this.runtime = runtime;
        this.token = token;
    }

    String token() {
        return token;
    }

    void dial(URI address) {
        runtime.threads().execute(() -> {
            try (Upgrade.Connection connection = Upgrade.connect(address, runtime.tls(), TIMEOUT_MILLIS)) {
                Socket opened = connection.stream();
                tcp = connection.tcp();
                if (over.get()) {
                    return;
                }
                Upgrade.request(opened, address, token);
                opened.setSoTimeout(0);
                FrameStream frames = new FrameStream(opened.getInputStream(), opened.getOutputStream());
                runtime.threads().execute(() -> write(opened, frames));
                read(frames);
                end(NO_CODE, "the connection was cut", null);
            } catch (Upgrade.Refused e) {
                end(e.status(), String.valueOf(e.getMessage()), e.retryAfter());
            } catch (IOException e) {
                end(NO_CODE, NoConnection.because(e), null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a frame could not be handled", e);
            } finally {
                // Whatever went wrong, a line that is no more is told of.
                end(NO_CODE, "the connection failed", null);
                work.release();
            }
        });
    }

    /** There may be something to be written. */
    void pump() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Whether frames are read: not while the owner has no room. */
    boolean listening() {
        return listening;
    }

    /** How long nothing was heard; zero while the owner has no room, as then nobody listens. */
    long silentNanos() {
        return listening ? System.nanoTime() - heardNanos : 0;
    }

    /** Ends it at once, whatever the network does, and tells the owner. */
    void abort(String reason) {
        end(NO_CODE, reason, null);
        shut();
    }

    /** Says these and good-bye, and tells the owner nothing more. */
    void close(List<String> lastFrames) {
        farewell = lastFrames;
        over.set(true);
        work.release();
        runtime.later(FAREWELL_MAX, this::shut);
    }

    private void read(FrameStream frames) throws IOException, InterruptedException {
        while (frames.read(this::heard)) {
            if (!owner.hasRoom()) {
                listening = false;
                owner.awaitRoom();
                heardNanos = System.nanoTime();
                listening = true;
            }
        }
    }

    private void heard(int opcode, byte[] bytes, int offset, int length) throws IOException {
        heardNanos = System.nanoTime();
        switch (opcode) {
            case FrameStream.TEXT -> {
                if (!over.get()) {
                    owner.frame(this, FrameReader.read(bytes, offset, length));
                }
            }
            case FrameStream.PING -> {
                ping.set(Arrays.copyOfRange(bytes, offset, offset + length));
                pump();
            }
            case FrameStream.CLOSE -> {
                int code = length < 2 ? NO_STATUS : ByteBuffer.wrap(bytes).getShort(offset) & 0xffff;
                String reason = length < 2 ? "" : new String(bytes, offset + 2, length - 2, StandardCharsets.UTF_8);
                end(code, reason, null);
                throw new IOException("closed");
            }
            default -> {
                // That something came is noted above.
            }
        }
    }

    private void write(Socket opened, FrameStream frames) {
        try {
            while (!over.get()) {
                for (String next = owner.next(this); next != null; next = owner.next(this)) {
                    frames.write(FrameStream.TEXT, next.getBytes(StandardCharsets.UTF_8));
                }
                byte[] answer = ping.getAndSet(null);
                if (answer != null) {
                    frames.write(FrameStream.PONG, answer);
                }
                frames.flush();
                work.acquire();
                work.drainPermits();
            }
            for (String last : farewell) {
                frames.write(FrameStream.TEXT, last.getBytes(StandardCharsets.UTF_8));
            }
            frames.write(
                    FrameStream.CLOSE,
                    ByteBuffer.allocate(2).putShort((short) NORMAL).array());
            frames.flush();
            opened.shutdownOutput();
        } catch (IOException e) {
            end(NO_CODE, "cannot write: " + e.getMessage(), null);
            shut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(int code, String reason, @Nullable Duration retryAfter) {
        if (over.compareAndSet(false, true)) {
            owner.ended(this, code, reason, retryAfter);
        }
    }

    private void shut() {
        Socket open = tcp;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }
}
