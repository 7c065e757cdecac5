package chat.parley.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in front of a server and changes what it says. */
final class LyingProxy implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final URI server;
    private final Lie lie;

    LyingProxy(URI server, Lie lie) throws IOException {
        this.server = server;
        this.lie = lie;
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    String url() {
        return "http://localhost:" + door.getLocalPort();
    }

    private void serve(Socket client) {
        try (client;
                Socket real = new Socket(server.getHost(), server.getPort())) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.getInputStream().transferTo(real.getOutputStream());
                    real.shutdownOutput();
                } catch (IOException e) {
                    // One of them is gone, which the other way finds out.
                }
            });
            retell(new DataInputStream(real.getInputStream()), client.getOutputStream());
        } catch (IOException e) {
            // One of them is gone, and so both are.
        }
    }

    private void retell(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            if (head.startsWith("HTTP/1.1 101")) {
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                retellFrames(in, out);
                return;
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            String told = lie.told(head + new String(body, StandardCharsets.UTF_8));
            int split = told.indexOf("\r\n\r\n") + 4;
            byte[] newBody = told.substring(split).getBytes(StandardCharsets.UTF_8);
            String newHead =
                    LENGTH.matcher(told.substring(0, split)).replaceAll("\r\ncontent-length: " + newBody.length);
            out.write(newHead.getBytes(StandardCharsets.ISO_8859_1));
            out.write(newBody);
        }
    }

    private void retellFrames(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] payload = in.readNBytes(length);
            if (first == 0x81) {
                payload = lie.told(new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                if (payload.length == 0) {
                    continue;
                }
            } else if (first == 0x88 && payload.length >= 2) {
                int code = lie.closeCode((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
                payload = new byte[] {(byte) (code >> 8), (byte) code};
            }
            out.write(frame(first, payload));
        }
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65_536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            frame.writeBytes(
                    java.nio.ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** @return empty at the end */
    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
