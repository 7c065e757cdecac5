package chat.parley.conformance.proxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** One way through a connection: bytes, or from the upgrade on frames. */
final class Lane implements Runnable {

    private static final int BUFFER_BYTES = 8192;
    private static final int HEAD_BYTES_MAX = 32 * 1024;

    private final Passage passage;
    private final Socket from;
    private final Outlet outlet;
    private final boolean isUp;
    private final Faults faults;
    private final Tally tally;
    private final SplittableRandom chance;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean isWebSocket;
    private volatile boolean upgradeExpected;

    /** @param isUp from the client to the server */
    Lane(Passage passage, Socket from, Socket to, boolean isUp, Faults faults, Tally tally, SplittableRandom chance) {
        this.passage = passage;
        this.from = from;
        this.isUp = isUp;
        this.faults = faults;
        this.tally = tally;
        this.chance = chance;
        this.outlet = new Outlet(passage, to, faults.delayMax(), tally, chance.split());
    }

    void expectUpgrade() {
        upgradeExpected = true;
    }

    /** Only the first answer counts. */
    synchronized void upgraded(boolean granted) {
        if (answered.getCount() > 0) {
            isWebSocket = granted;
            answered.countDown();
        }
    }

    @Override
    public void run() {
        try {
            // Not closed here: that would close the socket, whose other way may still have something to say.
            InputStream in = new BufferedInputStream(from.getInputStream(), BUFFER_BYTES);
            if (isUp ? beginsWithUpgrade(in) : answersUpgrade(in)) {
                for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                    if (passage.takesCut()) {
                        outlet.writeHalf(frame.bytes());
                        return;
                    }
                    pass(frame, in);
                }
            } else {
                passBytes(in);
            }
            outlet.end();
        } catch (IOException e) {
            // Reset by one end, so by the other; a deaf connection tells neither.
            outlet.abandon();
            if (!passage.isDeaf()) {
                passage.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Nobody waits for an answer that cannot come any more.
            passage.upgradeLost(this);
        }
    }

    private boolean beginsWithUpgrade(InputStream in) throws IOException, InterruptedException {
        byte[] head = head(in);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n")) {
            outlet.write(head);
            return false;
        }
        passage.upgradeAsked();
        // Frames that were compressed could not be read here.
        outlet.write(
                text.replaceAll("(?i)\r\nsec-websocket-extensions:[^\r\n]*", "").getBytes(StandardCharsets.ISO_8859_1));
        answered.await();
        return isWebSocket;
    }

    private boolean answersUpgrade(InputStream in) throws IOException, InterruptedException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        if (!upgradeExpected) {
            return false;
        }
        byte[] head = head(in);
        boolean granted = new String(head, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101");
        passage.upgradeAnswered(granted);
        outlet.write(head);
        return granted;
    }

    /** @return up to the empty line, or less at the end or when no line is empty */
    private static byte[] head(InputStream in) throws IOException {
        byte[] head = new byte[1024];
        int length = 0;
        while (length < HEAD_BYTES_MAX) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            if (length == head.length) {
                head = Arrays.copyOf(head, 2 * length);
            }
            head[length++] = (byte) next;
            if (next == '\n' && length >= 4 && head[length - 2] == '\r' && head[length - 3] == '\n') {
                break;
            }
        }
        return Arrays.copyOf(head, length);
    }

    private void passBytes(InputStream in) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            outlet.write(Arrays.copyOf(buffer, read));
        }
    }

    private void pass(Frame frame, InputStream in) throws IOException, InterruptedException {
        boolean isAck = !isUp && frame.isOfType("ack");
        if (isAck && chance.nextDouble() < faults.loseAcks()) {
            tally.acksLost.increment();
            return;
        }
        outlet.write(frame.bytes());
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = frame.bytesToCome(); left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the end inside a frame");
            }
            outlet.write(Arrays.copyOf(buffer, read));
            left -= read;
        }
        if (isUp && frame.isOfType("send") && chance.nextDouble() < faults.doubleSends()) {
            tally.sendsDoubled.increment();
            outlet.write(frame.bytes());
        } else if (!isUp && frame.isOfType("message") && chance.nextDouble() < faults.doubleMessages()) {
            tally.messagesDoubled.increment();
            outlet.write(frame.bytes());
        }
    }
}
