package chat.parley.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that does what the test says: it takes sockets, and answers REST calls from a table. */
final class ScriptedServer implements AutoCloseable {

    /** What a call is answered with. */
    interface Rest {
        /**
         * Answers a call.
         *
         * @return the body of a 200; null for a 404
         */
        @Nullable
        String answer(String method, String pathAndQuery, String body);
    }

    private final ServerSocket listening;
    private final BlockingQueue<ScriptedSocket> sockets = new LinkedBlockingQueue<>();
    private final CopyOnWriteArrayList<Socket> accepted = new CopyOnWriteArrayList<>();
    private volatile Rest rest = (_, _, _) -> null;
    private volatile int upgradeStatus = 101;

    ScriptedServer() {
        try {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://localhost:" + listening.getLocalPort());
    }

    void rest(Rest answers) {
        rest = answers;
    }

    /** What upgrades are answered with from now on; 101 takes them. */
    void upgrades(int status) {
        upgradeStatus = status;
    }

    /** The next socket that a client opened. */
    ScriptedSocket socket() throws InterruptedException {
        return Objects.requireNonNull(sockets.poll(30, TimeUnit.SECONDS), "no socket came");
    }

    /** The next socket, of ann, after its `ready` and the first catch-up, which finds nothing. */
    ScriptedSocket caughtUp() throws InterruptedException {
        ScriptedSocket socket = socket();
        socket.ready("ann", 30_000);
        socket.answerSync("{}", "token");
        return socket;
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                String requestLine = line(in);
                if (requestLine.isEmpty()) {
                    return;
                }
                String[] request = requestLine.split(" ", -1);
                Map<String, String> headers = headers(in);
                if (request[1].startsWith("/ws")) {
                    if (upgradeStatus != 101) {
                        answer(out, upgradeStatus, "{}");
                        return;
                    }
                    sockets.add(ScriptedSocket.open(socket, in, headers, request[1]));
                    return;
                }
                int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
                String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                String answer = rest.answer(request[0], request[1], body);
                answer(out, answer == null ? 404 : 200, answer == null ? "{\"code\":\"not_found\"}" : answer);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void answer(OutputStream out, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + " x\r\nRetry-After: 0\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }
}
