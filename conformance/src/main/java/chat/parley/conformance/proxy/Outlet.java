package chat.parley.conformance.proxy;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane writes. Without a delay, on the lane's own thread. With one, through a line of at most 64 pieces, each
 * with its time, so that many can be on their way at once; a full line holds up the lane.
 */
final class Outlet {

    private static final int PIECES_MAX = 64;
    private static final byte[] NOTHING = {};

    /** What comes behind a piece. */
    private enum Then {
        MORE,
        END,
        CUT
    }

    private record Piece(ByteBuffer bytes, long dueNanos, Then then) {}

    private final Passage passage;
    private final Socket to;
    private final long delayNanosMax;
    private final Tally tally;
    private final SplittableRandom chance;
    private final @Nullable BlockingQueue<Piece> line;
    private final @Nullable Thread deliverer;
    private long lastDueNanos = System.nanoTime();

    Outlet(Passage passage, Socket to, Duration delayMax, Tally tally, SplittableRandom chance) {
        this.passage = passage;
        this.to = to;
        this.delayNanosMax = delayMax.toNanos();
        this.tally = tally;
        this.chance = chance;
        this.line = delayNanosMax == 0 ? null : new ArrayBlockingQueue<>(PIECES_MAX);
        this.deliverer = line == null ? null : Thread.ofVirtual().start(() -> deliverFrom(line));
    }

    void write(byte[] bytes) throws IOException, InterruptedException {
        put(bytes, Then.MORE);
    }

    /** Writes the first half of a frame and cuts the connection. */
    void writeHalf(byte[] frame) throws IOException, InterruptedException {
        put(Arrays.copyOf(frame, frame.length / 2), Then.CUT);
    }

    /** Nothing comes any more: the other end is told so. */
    void end() throws IOException, InterruptedException {
        put(NOTHING, Then.END);
    }

    /** What is still on its way is lost. */
    void abandon() {
        if (deliverer != null) {
            deliverer.interrupt();
        }
    }

    private void put(byte[] bytes, Then then) throws IOException, InterruptedException {
        if (line == null) {
            deliver(bytes, then);
            return;
        }
        long due = System.nanoTime() + (long) (chance.nextDouble() * delayNanosMax);
        lastDueNanos = due - lastDueNanos > 0 ? due : lastDueNanos;
        line.put(new Piece(ByteBuffer.wrap(bytes), lastDueNanos, then));
    }

    private void deliverFrom(BlockingQueue<Piece> pieces) {
        boolean broken = false;
        try {
            for (Then then = Then.MORE; then == Then.MORE; ) {
                Piece piece = pieces.take();
                then = piece.then();
                if (broken) {
                    continue;
                }
                Passage.sleep(piece.dueNanos() - System.nanoTime());
                try {
                    deliver(piece.bytes().array(), then);
                } catch (IOException e) {
                    // Whatever else comes is read over, so that the lane never waits for a place in the line.
                    broken = true;
                    if (!passage.isDeaf()) {
                        passage.end();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(byte[] bytes, Then then) throws IOException {
        passage.awaitNoStall();
        if (passage.isDeaf()) {
            return;
        }
        to.getOutputStream().write(bytes);
        tally.bytes.add(bytes.length);
        switch (then) {
            case MORE -> {}
            case END -> to.shutdownOutput();
            case CUT -> passage.cutMidFrame(to);
        }
    }
}
