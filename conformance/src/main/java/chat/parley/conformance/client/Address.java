package chat.parley.conformance.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/** Where a server is, with the path before {@code /ws} and {@code /api} if there is one. */
public record Address(String host, int port, boolean tls, String path) {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException when it is no such address; the message is fit to be shown */
    public static Address parse(String url) {
        URI uri = URI.create(url);
        boolean tls = "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
        if (uri.getHost() == null || (!tls && !"http".equals(uri.getScheme()) && !"ws".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(url + " is not http://HOST:PORT or https://HOST:PORT");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new Address(uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80, tls, path);
    }

    /** The address of a path of the HTTP face. */
    public URI http(String pathAndQuery) {
        return URI.create((tls ? "https://" : "http://") + authority() + path + pathAndQuery);
    }

    /** As in a Host header. */
    public String authority() {
        return host + ":" + port;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            socket.setTcpNoDelay(true);
            return tls
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true)
                    : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
