package chat.parley.websocket;

import chat.parley.fabric.CloseReason;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The echo without a network, whose reads are of exactly the bytes that a test wants. */
final class EchoChannel extends FrameHandler {

    private final List<String> said = new ArrayList<>();

    /**
     * What it says.
     *
     * @param chop a read has so many bytes at most; 0 for each of the parts in one read
     */
    static List<String> heard(int chop, List<byte[]> parts) {
        EchoChannel echo = new EchoChannel();
        EmbeddedChannel channel = new EmbeddedChannel(echo);
        byte[] all = Heard.join(parts.toArray(byte[][]::new));
        List<byte[]> reads = parts;
        if (chop > 0) {
            reads = new ArrayList<>();
            for (int from = 0; from < all.length; from += chop) {
                reads.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + chop)));
            }
        }
        for (byte[] read : reads) {
            channel.writeInbound(Unpooled.wrappedBuffer(read));
        }
        channel.finishAndReleaseAll();
        return echo.said;
    }

    @Override
    protected void onText(byte[] bytes, int offset, int length) {
        said.add(AutobahnCase.describe(Opcode.TEXT, Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    protected boolean takesBinary() {
        return true;
    }

    @Override
    protected void onBinary(byte[] bytes, int offset, int length) {
        said.add(AutobahnCase.describe(Opcode.BINARY, Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    protected void onPing(byte[] payload, int length) {
        said.add(AutobahnCase.describe(Opcode.PONG, Arrays.copyOf(payload, length)));
    }

    @Override
    protected void onClose(int code) {
        said.add("close " + code);
    }

    @Override
    protected void onViolation(CloseReason reason) {
        said.add("close " + reason.code());
    }
}
