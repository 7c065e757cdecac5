package chat.parley.providers.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One host, or all below a domain, on one port.
 *
 * @param host in small letters
 * @param below whether it is a domain, of which only what is below it is meant
 */
record HostPattern(String host, boolean below, int port) {

    private static final Pattern FORM =
            Pattern.compile("(\\*\\.)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final int PORT_MAX = 65_535;

    /** @throws IllegalArgumentException that names it, when it is none */
    static HostPattern parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "', which is no host");
        }
        int port = form.group(3) == null ? Endpoints.PORT : Integer.parseInt(form.group(3));
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("'" + text + "', whose port is not from 1 to 65535");
        }
        return new HostPattern(form.group(2).toLowerCase(Locale.ROOT), form.group(1) != null, port);
    }

    boolean matches(String otherHost, int otherPort) {
        String other = otherHost.toLowerCase(Locale.ROOT);
        return port == otherPort && (below ? other.endsWith("." + host) : other.equals(host));
    }
}
