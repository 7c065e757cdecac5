package chat.parley.websocket;

import chat.parley.fabric.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A frame handler that writes down what it hears, in a channel without a network. */
final class Heard extends FrameHandler implements AutoCloseable {

    final List<String> events = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(this);

    private boolean pausing;

    /** What is heard of these bytes, read in one piece. */
    static List<String> of(byte[]... frames) {
        try (Heard heard = new Heard()) {
            heard.read(join(frames));
            return heard.events;
        }
    }

    /** The same, read in pieces of random lengths. */
    static List<String> inPieces(Random random, int longest, byte[]... frames) {
        try (Heard heard = new Heard()) {
            byte[] all = join(frames);
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + 1 + random.nextInt(longest));
                heard.read(Arrays.copyOfRange(all, from, to));
                from = to;
            }
            return heard.events;
        }
    }

    /** From now on it pauses after each text, and goes on when it is told. */
    void pauseAfterTexts() {
        pausing = true;
    }

    void goOn() {
        goOnReading();
    }

    /** Reads bytes, and checks that their buffer is given back. */
    void read(byte[] bytes) {
        ByteBuf buffer = Unpooled.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
        channel.writeInbound(buffer);
        if (buffer.refCnt() != 0) {
            throw new AssertionError("a read's buffer was kept");
        }
    }

    static byte[] join(byte[]... parts) {
        ByteBuf all = Unpooled.buffer();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    @Override
    protected void onText(byte[] bytes, int offset, int length) {
        if (pausing) {
            pauseReading();
        }
        events.add("text " + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    protected void onPing(byte[] payload, int length) {
        events.add("ping " + new String(payload, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    protected void onClose(int code) {
        events.add("close " + code);
    }

    @Override
    protected void onViolation(CloseReason reason) {
        events.add("violation " + reason.code());
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
