package chat.parley.tools.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers each frame that it gets with the bytes of the answer that Parley gave, in one write: what a sync takes when
 * nothing is looked up, read or encoded. It has one client and is a thread of this process.
 */
final class BareReplies implements AutoCloseable {

    private final ServerSocket listening;
    private final List<byte[]> answers = new ArrayList<>();

    /** @param pages of which each answers one question, from the first again after the last */
    BareReplies(List<SyncClient.Page> pages) throws IOException {
        for (SyncClient.Page page : pages) {
            answers.add(bytes(page.frames()));
        }
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("bare-replies").start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int question = 0; in.read() >= 0; question++) {
                int length = in.readUnsignedByte() & 0x7f;
                // What is asked here fits into 16 bits of length; the mask follows.
                in.skipNBytes(4L + (length == 126 ? in.readUnsignedShort() : length));
                socket.getOutputStream().write(answers.get(question % answers.size()));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As a server frames them. */
    private static byte[] bytes(List<String> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String frame : frames) {
            byte[] payload = frame.getBytes(StandardCharsets.UTF_8);
            out.writeByte(RawClient.TEXT);
            if (payload.length < 126) {
                out.writeByte(payload.length);
            } else if (payload.length < 1 << 16) {
                out.writeByte(126);
                out.writeShort(payload.length);
            } else {
                out.writeByte(127);
                out.writeLong(payload.length);
            }
            out.write(payload);
        }
        return bytes.toByteArray();
    }
}
