package chat.parley.websocket;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of clients as limits count them. Behind proxies that the operator trusts it is the last hop that none of
 * them is: what stands to the left of it, the client may have written himself.
 */
final class Addresses {

    private static final int NETWORK_BYTES = 8;
    private static final int HOPS_MAX = 32;
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]*))");

    private final List<Network> trusted;

    Addresses(List<Network> trusted) {
        this.trusted = trusted;
    }

    boolean isTrusted(SocketAddress peer) {
        return !trusted.isEmpty()
                && peer instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && isTrusted(inet.getAddress());
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Whose request it is that a trusted proxy brings; the proxy's own when it does not say, or not readably. */
    String forwarded(SocketAddress proxy, HttpHeaders headers) {
        List<String> hops = hops(headers);
        InetAddress client = null;
        for (int i = hops.size() - 1; i >= 0 && hops.size() <= HOPS_MAX; i--) {
            InetAddress hop = literal(hops.get(i));
            if (hop == null) {
                return of(proxy);
            }
            client = hop;
            if (!isTrusted(hop)) {
                break;
            }
        }
        return client == null ? of(proxy) : of(client);
    }

    /** {@code X-Forwarded-For}, which proxies write most; only without it {@code Forwarded} (RFC 7239). */
    private static List<String> hops(HttpHeaders headers) {
        List<String> hops = new ArrayList<>();
        for (String value : headers.getAll("x-forwarded-for")) {
            hops.addAll(List.of(value.split(",", -1)));
        }
        if (hops.isEmpty()) {
            for (String value : headers.getAll("forwarded")) {
                for (String hop : value.split(",", -1)) {
                    Matcher by = FOR.matcher(hop);
                    String quoted = by.find() ? by.group(1) : "";
                    hops.add(quoted != null ? quoted : by.group(2));
                }
            }
        }
        return hops;
    }

    /** An address as it stands in a header, its port left out; names are not looked up. */
    private static @Nullable InetAddress literal(String hop) {
        String text = hop.strip();
        int end = text.indexOf(']');
        if (text.startsWith("[") && end > 0) {
            text = text.substring(1, end);
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    static String of(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null ? of(inet.getAddress()) : "unknown";
    }

    /** Of IPv6 the first 64 bits: whoever has one such address has all of its network. */
    private static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
                : address.getHostAddress();
    }
}
