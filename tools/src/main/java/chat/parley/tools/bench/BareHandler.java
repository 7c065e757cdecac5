package chat.parley.tools.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One socket of the bare server, as a single handler that reads frames in place and keeps nothing between two reads but
 * the beginning of a frame whose end has not come. It takes the forms that the benchmarks' client writes, no others.
 */
final class BareHandler extends ChannelInboundHandlerAdapter {

    private static final byte[] READY = frame("{\"type\":\"ready\"}");
    private static final byte[] ACK_BEFORE = ascii("{\"type\":\"ack\",\"client_msg_id\":\"");
    private static final byte[] ACK_AFTER = ascii(
            "\",\"conversation_id\":\"bare\",\"message_id\":\"0000000000000\",\"seq\":1,\"server_ts\":1700000000000}");
    private static final byte[] MESSAGE_BEFORE = ascii("{\"type\":\"message\",\"conversation_id\":\"bare\","
            + "\"message_id\":\"0000000000000\",\"seq\":1,\"from\":\"bare\",\"text\":\"");
    private static final byte[] MESSAGE_AFTER = ascii("\",\"server_ts\":1700000000000}");
    private static final String UPGRADE_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "Sec-WebSocket-Key: ";

    private final BareServer server;
    private boolean upgraded;
    private @Nullable ByteBuf rest;
    private @Nullable Room room;

    BareHandler(BareServer server) {
        this.server = server;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf before = rest;
        if (before != null) {
            in = before.writeBytes(in);
            ((ByteBuf) message).release();
            rest = null;
        }
        boolean progress = true;
        while (progress && in.isReadable()) {
            progress = upgraded ? readFrame(ctx, in) : upgrade(ctx, in);
        }
        if (in.isReadable()) {
            rest = ctx.alloc().buffer(in.readableBytes() * 2).writeBytes(in);
        }
        in.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (room != null) {
            room.remove(ctx);
        }
        if (rest != null) {
            rest.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    private boolean upgrade(ChannelHandlerContext ctx, ByteBuf in) {
        String head = in.toString(StandardCharsets.ISO_8859_1);
        int key = head.indexOf(KEY);
        if (!head.endsWith("\r\n\r\n") || key < 0) {
            return false;
        }
        in.skipBytes(in.readableBytes());
        String sent = head.substring(key + KEY.length(), head.indexOf('\r', key));
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(sent) + "\r\n\r\n";
        var _ = ctx.write(ByteBufUtil.writeAscii(ctx.alloc(), answer), ctx.voidPromise());
        var _ = ctx.write(ctx.alloc().buffer(READY.length).writeBytes(READY), ctx.voidPromise());
        upgraded = true;
        return true;
    }

    /** Client frames are masked, and shorter than 64 KiB. @return false when the end of one has not come */
    private boolean readFrame(ChannelHandlerContext ctx, ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 8) {
            return false;
        }
        int opcode = in.getByte(start) & 0x0f;
        int length = in.getByte(start + 1) & 0x7f;
        int mask = start + 2;
        if (length == 126) {
            length = in.getUnsignedShort(start + 2);
            mask = start + 4;
        }
        int payload = mask + 4;
        if (in.writerIndex() < payload + length) {
            return false;
        }
        if (opcode == 1) {
            unmask(in, in.getInt(mask), payload, length);
            text(ctx, in, payload, length);
        } else if (opcode == 8) {
            var _ = ctx.close();
        }
        in.readerIndex(payload + length);
        return true;
    }

    private static void unmask(ByteBuf in, int key, int from, int length) {
        long wide = (long) key << 32 | (key & 0xffff_ffffL);
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            in.setLong(at, in.getLong(at) ^ wide);
        }
        for (int i = 0; at < end; at++, i++) {
            in.setByte(at, in.getByte(at) ^ key >>> (24 - 8 * (i & 3)));
        }
    }

    /** Texts have no escapes and no quotes in them, and stand in the order in which our client writes them. */
    private void text(ChannelHandlerContext ctx, ByteBuf in, int from, int length) {
        byte type = in.getByte(from + 9);
        if (type == 'j') {
            room = server.room(in.toString(from + 34, length - 36, StandardCharsets.US_ASCII));
            room.add(ctx);
            var _ = ctx.write(ctx.alloc().buffer(READY.length).writeBytes(READY), ctx.voidPromise());
        } else if (type == 's' && room != null) {
            int idFrom = in.indexOf(from + 34, from + length, (byte) ':') + 2;
            int idTo = in.indexOf(idFrom, from + length, (byte) '"');
            int textFrom = in.indexOf(idTo, from + length, (byte) ':') + 2;
            var _ = ctx.write(frame(ctx, ACK_BEFORE, in, idFrom, idTo - idFrom, ACK_AFTER), ctx.voidPromise());
            room.tell(frame(ctx, MESSAGE_BEFORE, in, textFrom, from + length - 2 - textFrom, MESSAGE_AFTER), ctx);
        }
    }

    private static ByteBuf frame(
            ChannelHandlerContext ctx, byte[] before, ByteBuf in, int from, int length, byte[] after) {
        int size = before.length + length + after.length;
        return ctx.alloc()
                .buffer(size + 4)
                .writeShort(0x8100 | 126)
                .writeShort(size)
                .writeBytes(before)
                .writeBytes(in, from, length)
                .writeBytes(after);
    }

    private static byte[] frame(String text) {
        byte[] frame = ascii("\u0000\u0000" + text);
        frame[0] = (byte) 0x81;
        frame[1] = (byte) text.length();
        return frame;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(ascii(key + UPGRADE_GUID));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
