package chat.parley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The way from nothing to a WebSocket: TCP, perhaps TLS, and the upgrade of RFC 6455, section 4. */
final class Upgrade {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    /** The server answered, and not with an upgrade. */
    static final class Refused extends IOException {
        private final int status;
        private final @Nullable Duration retryAfter;

        private Refused(int status, @Nullable Duration retryAfter) {
            super("the upgrade was answered with HTTP " + status);
            this.status = status;
            this.retryAfter = retryAfter;
        }

        int status() {
            return status;
        }

        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * A connection that is open.
     *
     * @param tcp what is closed, since closing TLS waits for a write that a stalled link holds up
     * @param stream what is read and written: TLS over it, or the same
     */
    record Connection(Socket tcp, Socket stream) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            tcp.close();
        }
    }

    private Upgrade() {}

    /** Opens TCP, and TLS for wss; whatever takes longer than the time-out fails. */
    static Connection connect(URI address, SSLContext tls, int timeoutMillis) throws IOException {
        boolean secure = address.getScheme().equals("wss");
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(address.getHost(), port), timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            if (!secure) {
                return new Connection(plain, plain);
            }
            SSLSocket over = (SSLSocket) tls.getSocketFactory().createSocket(plain, address.getHost(), port, true);
            SSLParameters parameters = over.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            over.setSSLParameters(parameters);
            over.startHandshake();
            return new Connection(plain, over);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Asks for the upgrade, and reads the answer's head and nothing beyond it. */
    static void request(Socket socket, URI address, String token) throws IOException {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request = "GET " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\n"
                + "Host: " + address.getRawAuthority() + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: " + key + "\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        String[] head = head(socket.getInputStream()).split("\r\n", -1);
        String[] status = head[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("not an HTTP server");
        }
        if (!status[1].equals("101")) {
            String wait = header(head, "retry-after");
            throw new Refused(
                    Integer.parseInt(status[1]),
                    wait.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(wait)) : null);
        }
        if (!header(head, "sec-websocket-accept").equals(accept(key))) {
            throw new IOException("not a WebSocket server");
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0 || head.size() >= HEAD_BYTES_MAX) {
                throw new IOException("no answer to the upgrade");
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String header(String[] head, String name) {
        for (String line : head) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static String accept(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-1", e);
        }
    }
}
