package chat.parley.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where a server is: http or https, a host, and perhaps a path before {@code /api} and {@code /ws}. */
record Endpoint(String base) {

    /** @throws IllegalArgumentException when it is not such an address */
    static Endpoint of(URI server) {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || server.getHost() == null) {
            throw new IllegalArgumentException("a server is http://HOST[:PORT] or https://HOST[:PORT], not " + server);
        }
        String text =
                scheme + "://" + server.getRawAuthority() + (server.getRawPath() == null ? "" : server.getRawPath());
        return new Endpoint(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    URI socket(String deviceId) {
        return URI.create("ws" + base.substring(4) + "/ws?device_id=" + encode(deviceId));
    }

    URI call(String path) {
        return URI.create(base + path);
    }

    static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
