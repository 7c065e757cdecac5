package chat.parley.providers.web;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints may be posted to. They come from strangers, and this server may stand where it reaches what they cannot:
 * so https on port 443 alone, and no host with any address that is not the internet's; besides, what the operator names.
 *
 * <p>The name is looked up before each send, and the connection looks it up again. Both find the JVM's one cached answer
 * (30 seconds), so a name server that answers differently each time gains nothing but the instant at which that answer
 * expires between the two. Who meets it makes this server open a connection and begin TLS there: without a certificate for
 * the endpoint's host nothing is sent, and nothing of the answer is told to the one who named the endpoint.
 */
public final class Endpoints {

    static final int PORT = 443;

    /** Finds a host's addresses. */
    interface Names {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    private final List<HostPattern> besides;
    private final Names names;

    Endpoints(List<String> besides, Names names) {
        this.besides = besides.stream().map(HostPattern::parse).toList();
        this.names = names;
    }

    /**
     * @param besides hosts that may have private addresses, or another port: {@code host}, {@code host:port}, and {@code
     *     *.domain} for all below a domain
     * @throws IllegalArgumentException that names the one that is none
     */
    public static Endpoints allowing(List<String> besides) {
        return new Endpoints(besides, PublicAddress::of);
    }

    /**
     * What can be said of an endpoint without a look at the network, as for a registration.
     *
     * @return what is wrong with it, null when nothing is
     */
    public @Nullable String flaw(String endpoint) {
        try {
            return flaw(new URI(endpoint));
        } catch (URISyntaxException e) {
            return "is no address";
        }
    }

    private @Nullable String flaw(URI endpoint) {
        String host = endpoint.getHost();
        if (!"https".equalsIgnoreCase(endpoint.getScheme())) {
            return "is not https";
        }
        if (host == null || endpoint.getRawUserInfo() != null || endpoint.getRawFragment() != null) {
            return "is no address of a host alone";
        }
        if (isAllowed(endpoint)) {
            return null;
        }
        if (endpoint.getPort() != -1 && endpoint.getPort() != PORT) {
            return "has a port other than 443";
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(host);
            return PublicAddress.is(literal) ? null : "has an address that is not public";
        } catch (IllegalArgumentException aName) {
            return isLocalName(host) ? "has a host that is not public" : null;
        }
    }

    /** Names without a dot, and those that no public name server answers for (RFC 6761, RFC 6762, RFC 9476). */
    private static boolean isLocalName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return name.indexOf('.') < 0
                || name.endsWith(".localhost")
                || name.endsWith(".local")
                || name.endsWith(".internal")
                || name.endsWith(".home.arpa");
    }

    /** Finds the hosts of endpoints. */
    Lookups lookups() {
        return new Lookups(names);
    }

    /**
     * Why nothing is posted to it now; empty when it may be. Fails as the look-up of its host does.
     *
     * @param lookups made here
     */
    CompletableFuture<Optional<String>> refusal(URI endpoint, Lookups lookups) {
        String flaw = flaw(endpoint);
        if (flaw != null || isAllowed(endpoint)) {
            return CompletableFuture.completedFuture(Optional.ofNullable(flaw));
        }
        return lookups.of(endpoint.getHost())
                .thenApply(addresses -> addresses.stream().allMatch(PublicAddress::is)
                        ? Optional.empty()
                        : Optional.of("has an address that is not public"));
    }

    private boolean isAllowed(URI endpoint) {
        int port = endpoint.getPort() == -1 ? PORT : endpoint.getPort();
        return besides.stream().anyMatch(pattern -> pattern.matches(endpoint.getHost(), port));
    }
}
