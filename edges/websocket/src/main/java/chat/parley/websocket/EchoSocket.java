package chat.parley.websocket;

import chat.parley.fabric.CloseReason;
import io.netty.channel.ChannelHandlerContext;

/** A socket that says what it hears. */
final class EchoSocket extends BufferedSocket {

    EchoSocket(SocketLoop loop) {
        super(loop);
    }

    @Override
    void begin(Upgrade.Answer.Accepted upgrade) {
        put(upgrade.bytes());
    }

    @Override
    protected void onText(byte[] bytes, int offset, int length) {
        put(PlainFrames.text(bytes, offset, length));
    }

    @Override
    protected boolean takesBinary() {
        return true;
    }

    @Override
    protected void onBinary(byte[] bytes, int offset, int length) {
        put(PlainFrames.message(Opcode.BINARY, bytes, offset, length));
    }

    @Override
    protected void onPing(byte[] payload, int length) {
        put(PlainFrames.pong(payload, length));
    }

    @Override
    protected void onClose(int code) {
        putLast(PlainFrames.closeWith(code), true);
    }

    @Override
    protected void onViolation(CloseReason reason) {
        putLast(PlainFrames.close(reason), false);
    }

    @Override
    void onFlushed() {}

    @Override
    void onGone() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Failures.log("an echo is closed", cause);
        var _ = ctx.close();
    }
}
