package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {

    private static final InetSocketAddress PROXY = new InetSocketAddress("10.1.2.3", 1);

    private final Addresses addresses =
            new Addresses(List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8:1::/48")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-forwarded-for | 192.0.2.7 | 192.0.2.7",
                "x-forwarded-for | 192.0.2.7:4711 | 192.0.2.7",
                "x-forwarded-for | 203.0.113.9, 192.0.2.7 | 192.0.2.7",
                "x-forwarded-for | 203.0.113.9, 192.0.2.7, 10.9.9.9 | 192.0.2.7",
                "x-forwarded-for | 10.9.9.8,10.9.9.9 | 10.9.9.8",
                "x-forwarded-for | 2001:db8:2:3::1 | 20010db800020003/64",
                "x-forwarded-for | [2001:db8:2:3::1]:443 | 20010db800020003/64",
                "x-forwarded-for | 192.0.2.7, 2001:db8:1::5 | 192.0.2.7",
                "forwarded | for=192.0.2.7 | 192.0.2.7",
                "forwarded | for=203.0.113.9;proto=http, proto=https;For=\"192.0.2.7:80\";by=10.1.2.3 | 192.0.2.7",
                "forwarded | for=\"[2001:db8:2:3::1]:80\" | 20010db800020003/64",
            })
    void theLastHopThatIsNoTrustedProxyIsTheClient(String header, String value, String client) {
        assertThat(addresses.forwarded(PROXY, headers(header, value))).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "_hidden", "192.0.2.7, nonsense", "192.0.2.300", "example.com", ",", "1.2.3.4,"})
    void whatCannotBeReadIsTheProxys(String value) {
        assertThat(addresses.forwarded(PROXY, headers("x-forwarded-for", value)))
                .isEqualTo("10.1.2.3");
        assertThat(addresses.forwarded(PROXY, headers("forwarded", "for=" + value.replace(",", ",for="))))
                .isEqualTo("10.1.2.3");
        assertThat(addresses.forwarded(PROXY, headers("x-forwarded-for", "1.1.1.1,".repeat(40) + "2.2.2.2")))
                .isEqualTo("10.1.2.3");
    }

    /** What the client wrote himself stands in the first line, what the proxy wrote in the last. */
    @Test
    void severalLinesAreOneList() {
        HttpHeaders headers = headers("x-forwarded-for", "203.0.113.9").add("x-forwarded-for", "192.0.2.7");
        headers.add("forwarded", "for=198.51.100.1");
        assertThat(addresses.forwarded(PROXY, headers)).isEqualTo("192.0.2.7");
    }

    @Test
    void onlyNamedProxiesAreTrusted() throws Exception {
        assertThat(addresses.isTrusted(PROXY)).isTrue();
        assertThat(addresses.isTrusted(new InetSocketAddress("11.0.0.1", 1))).isFalse();
        assertThat(addresses.isTrusted(new InetSocketAddress("2001:db8:1:ffff::1", 1)))
                .isTrue();
        assertThat(addresses.isTrusted(new InetSocketAddress("2001:db8:2::1", 1)))
                .isFalse();
        assertThat(new Addresses(List.of()).isTrusted(PROXY)).isFalse();
        Network some = Network.parse("192.0.2.128/25");
        assertThat(some.contains(InetAddress.ofLiteral("192.0.2.129"))).isTrue();
        assertThat(some.contains(InetAddress.ofLiteral("192.0.2.127"))).isFalse();
        assertThat(Network.parse("::/0").contains(InetAddress.ofLiteral("1.2.3.4")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "proxy.example", "::/129", "/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().add(name, value);
    }
}
