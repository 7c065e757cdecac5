package chat.parley.providers.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001:80b::200e",
                "64:ff9b::808:808"
            })
    void theInternetsAre(String address) {
        assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // this network, RFC 1918, CGNAT, loopback
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                // link-local; clouds' metadata: AWS, Google and Azure; Alibaba; Oracle; Azure's own; AWS by IPv6
                "169.254.0.1",
                "169.254.169.254",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "fd00:ec2::254",
                // documentation, benchmarks, 6to4's relay
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "198.18.0.1",
                "198.19.255.255",
                "192.88.99.1",
                // multicast, reserved, broadcast
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                // IPv6: unspecified, loopback, RFC 4193, link-local, site-local, multicast, documentation
                "::",
                "::1",
                "fc00::1",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "3fff::1",
                // with an IPv4 address inside: mapped, compatible, 6to4, Teredo, NAT64
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "2002:7f00:1::",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "64:ff9b::a00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::808:808"
            })
    void othersAreNot(String address) {
        assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isFalse();
    }

    /** The JDK makes a mapped address one of IPv4; should it ever not, it is none of 2000::/3. */
    @Test
    void aMappedAddressIsWhatIsInIt() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

        assertThat(PublicAddress.is(InetAddress.getByAddress(mapped))).isFalse();
    }
}
