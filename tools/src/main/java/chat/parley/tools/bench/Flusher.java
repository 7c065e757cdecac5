package chat.parley.tools.bench;

import chat.parley.tools.client.Wire;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/** Flushes each socket that was written to once for each turn of the loop, as a client does that has much to say. */
final class Flusher {

    private final EventLoop loop;
    private final ArrayDeque<Wire> written = new ArrayDeque<>();
    private final boolean[] marked;

    Flusher(EventLoop loop, int sockets) {
        this.loop = loop;
        this.marked = new boolean[sockets];
    }

    void write(Socket socket, byte[] frame) {
        socket.wire().write(frame);
        if (marked[socket.index()]) {
            return;
        }
        marked[socket.index()] = true;
        if (written.isEmpty()) {
            loop.execute(this::flush);
        }
        written.add(socket.wire());
    }

    private void flush() {
        java.util.Arrays.fill(marked, false);
        while (!written.isEmpty()) {
            written.poll().flush();
        }
    }
}
