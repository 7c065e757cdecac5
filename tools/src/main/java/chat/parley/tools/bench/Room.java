package chat.parley.tools.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A conversation of the bare server: its sockets, each list touched by its own event loop alone. */
final class Room {

    private static final class Members {
        private final List<ChannelHandlerContext> sockets = new ArrayList<>();
        private boolean flushDue;
    }

    private final BareServer.Flush flush;
    private final Map<EventLoop, Members> byLoop = new ConcurrentHashMap<>();

    Room(BareServer.Flush flush) {
        this.flush = flush;
    }

    /** To be called on the socket's loop. */
    void add(ChannelHandlerContext socket) {
        membersOn(socket.channel().eventLoop()).sockets.add(socket);
    }

    /** To be called on the socket's loop. */
    void remove(ChannelHandlerContext socket) {
        var _ = membersOn(socket.channel().eventLoop()).sockets.remove(socket);
    }

    /** Writes the frame, whose bytes are shared, to all but its sender; takes the caller's reference to it. */
    void tell(ByteBuf frame, ChannelHandlerContext sender) {
        byLoop.forEach((loop, members) -> {
            ByteBuf shared = frame.retainedDuplicate();
            if (loop.inEventLoop()) {
                tell(members, shared, sender, loop);
            } else {
                loop.execute(() -> tell(members, shared, sender, loop));
            }
        });
        frame.release();
    }

    private void tell(Members members, ByteBuf frame, ChannelHandlerContext sender, EventLoop loop) {
        for (ChannelHandlerContext socket : members.sockets) {
            if (socket.equals(sender)) {
                continue;
            }
            if (flush == BareServer.Flush.EACH) {
                var _ = socket.writeAndFlush(frame.retainedDuplicate(), socket.voidPromise());
            } else {
                var _ = socket.write(frame.retainedDuplicate(), socket.voidPromise());
            }
        }
        frame.release();
        if (flush == BareServer.Flush.TURN && !members.flushDue) {
            members.flushDue = true;
            loop.execute(() -> {
                members.flushDue = false;
                members.sockets.forEach(ChannelHandlerContext::flush);
            });
        }
    }

    private Members membersOn(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, absent -> new Members());
    }
}
