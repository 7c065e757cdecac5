package chat.parley.providers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final Map<String, List<InetAddress>> ADDRESSES = Map.of(
            "push.example.org", addresses("192.0.78.9", "2606:4700::1111"),
            "half.example.org", addresses("192.0.78.9", "10.0.0.1"),
            "mapped.example.org", addresses("::ffff:192.168.1.1"),
            "meta.example.org", addresses("169.254.169.254"),
            "ntfy.home.arpa", addresses("192.168.1.7"),
            "127.1", addresses("127.0.0.1"));

    private static final Endpoints STRICT = endpoints();
    private static final Endpoints LENIENT =
            endpoints("ntfy.home.arpa", "ntfy.home.arpa:8443", "*.lan:444", "[fd00::7]");

    @Test
    void aPublicHostMayBePostedTo() throws UnknownHostException {
        assertThat(STRICT.flaw("https://push.example.org/abc?x=1")).isNull();
        assertThat(refusal(STRICT, "https://push.example.org/abc?x=1")).isNull();
        assertThat(refusal(STRICT, "https://push.example.org:443/abc")).isNull();
        assertThat(refusal(STRICT, "https://192.0.78.9/abc")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/abc",
                "ftp://push.example.org/abc",
                "https:///abc",
                "https:push.example.org",
                "//push.example.org/abc",
                "https://user@push.example.org/abc",
                "https://push.example.org@127.0.0.1/abc",
                "https://push.example.org/abc#x",
                "https://push.example.org:22/abc",
                "https://push.example.org:8443/abc",
                "https://127.0.0.1/abc",
                "https://10.1.2.3/abc",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/abc",
                "https://[::ffff:127.0.0.1]/abc",
                "https://[fd00::7]/abc",
                "https://localhost/abc",
                "https://LOCALHOST./abc",
                "https://app.localhost/abc",
                "https://redis/abc",
                "https://metadata.google.internal/abc",
                "https://printer.local/abc",
                "https://ntfy.home.arpa/abc",
                "https://exa mple.org/",
                ""
            })
    void whatIsWrongWithoutALookIsSaidAtOnce(String endpoint) {
        assertThat(STRICT.flaw(endpoint)).isNotNull();
    }

    @Test
    void oneAddressThatIsNotPublicIsEnough() throws UnknownHostException {
        assertThat(STRICT.flaw("https://half.example.org/")).isNull();
        assertThat(refusal(STRICT, "https://half.example.org/")).isEqualTo("has an address that is not public");
        assertThat(refusal(STRICT, "https://mapped.example.org/")).isNotNull();
        assertThat(refusal(STRICT, "https://meta.example.org/")).isNotNull();
        assertThat(refusal(STRICT, "https://127.1/")).isNotNull();
    }

    @Test
    void aHostWithoutAnAddressIsNotRefusedForGood() {
        assertThatThrownBy(() -> refusal(STRICT, "https://nowhere.example.org/"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void whatTheOperatorNamesMayBePrivateOnThatPort() throws UnknownHostException {
        assertThat(refusal(LENIENT, "https://ntfy.home.arpa/abc")).isNull();
        assertThat(refusal(LENIENT, "https://NTFY.home.arpa:8443/abc")).isNull();
        assertThat(refusal(LENIENT, "https://a.b.lan:444/abc")).isNull();
        assertThat(refusal(LENIENT, "https://[fd00::7]/abc")).isNull();

        assertThat(refusal(LENIENT, "https://ntfy.home.arpa:8444/abc")).isNotNull();
        assertThat(refusal(LENIENT, "https://other.home.arpa/abc")).isNotNull();
        assertThat(refusal(LENIENT, "https://lan:444/abc")).isNotNull();
        assertThat(refusal(LENIENT, "https://evillan:444/abc")).isNotNull();
        assertThat(refusal(LENIENT, "http://ntfy.home.arpa/abc")).isNotNull();
        assertThat(refusal(LENIENT, "https://user@ntfy.home.arpa/abc")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "https://ntfy.lan", "ntfy.lan:0", "ntfy.lan:65536", "a b", "*.*.lan", "ntfy.lan/x"})
    void whatIsNoHostIsNamed(String pattern) {
        assertThatThrownBy(() -> Endpoints.allowing(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + pattern + "'");
    }

    private static @Nullable String refusal(Endpoints endpoints, String endpoint) throws UnknownHostException {
        try (Lookups lookups = endpoints.lookups()) {
            return endpoints.refusal(URI.create(endpoint), lookups).join().orElse(null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw e;
        }
    }

    private static Endpoints endpoints(String... besides) {
        return new Endpoints(List.of(besides), host -> {
            List<InetAddress> found = ADDRESSES.get(host);
            if (found != null) {
                return found;
            }
            try {
                return List.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException e) {
                throw new UnknownHostException(host);
            }
        });
    }

    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }
}
