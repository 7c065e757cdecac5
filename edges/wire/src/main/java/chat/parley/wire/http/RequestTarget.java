package chat.parley.wire.http;

import java.util.Locale;

/** The forms of what a request line asks for (RFC 9112, 3.2). */
public final class RequestTarget {

    private RequestTarget() {}

    /** Path and query of either form: proxies are sent the absolute one, and every server must take it. */
    public static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        String lower = target.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return target;
        }
        int path = target.indexOf('/', target.indexOf("//") + 2);
        return path < 0 ? "/" : target.substring(path);
    }
}
