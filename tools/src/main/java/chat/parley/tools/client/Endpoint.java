package chat.parley.tools.client;

import java.net.URI;
import java.util.Locale;

/** Where a server is: {@code http://host:port} or {@code https://host:port}, with a path before {@code /ws} if any. */
public record Endpoint(String host, int port, boolean tls, String path) {

    /** @throws IllegalArgumentException when it is no such address; the message is fit to be shown */
    public static Endpoint parse(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = switch (scheme) {
            case "http", "ws" -> false;
            case "https", "wss" -> true;
            default -> throw new IllegalArgumentException(url + " is not http://HOST:PORT or https://HOST:PORT");
        };
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(url + " names no host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new Endpoint(uri.getHost(), port, tls, path);
    }

    /** A server on this machine. */
    public static Endpoint local(int port) {
        return new Endpoint("127.0.0.1", port, false, "");
    }

    /** The address of a path of the HTTP face. */
    public URI http(String pathAndQuery) {
        return URI.create((tls ? "https://" : "http://") + host + ":" + port + path + pathAndQuery);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port + path;
    }
}
