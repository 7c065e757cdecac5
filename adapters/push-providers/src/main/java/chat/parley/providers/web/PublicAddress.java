package chat.parley.providers.web;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are the internet's. Of IPv6 only what is given out for it (2000::/3) is, less what of that leads
 * elsewhere; of IPv4 all that no registry has set aside (RFC 6890 and its followers).
 */
final class PublicAddress {

    /**
     * Those that begin alike.
     *
     * @param width bits of an address
     * @param bits that all of them have in common
     */
    private record Block(BigInteger first, int width, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            byte[] first = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            return new Block(
                    new BigInteger(1, first), first.length * Byte.SIZE, Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
            return address.length * Byte.SIZE == width
                    && new BigInteger(1, address)
                                    .xor(first)
                                    .shiftRight(width - bits)
                                    .signum()
                            == 0;
        }
    }

    private static final List<Block> IPV4_NOT = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            // What clouds tell their machines, keys included, is here.
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Azure's own service for its machines has an address that is public elsewhere.
            "168.63.129.16/32");

    private static final List<Block> IPV6 = blocks("2000::/3");

    private static final List<Block> IPV6_NOT = blocks(
            // Teredo and others that lead to what is not told by the address.
            "2001::/23",
            "2001:db8::/32",
            // 6to4: an IPv4 address that nobody checks is inside.
            "2002::/16",
            "3fff::/20");

    /** NAT64: how hosts without IPv4 reach it; what counts is the IPv4 address at its end. */
    private static final Block NAT64 = Block.of("64:ff9b::/96");

    private PublicAddress() {}

    /** Whether it is the internet's. IPv6 addresses that hold one of IPv4 are what that is. */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return holdsNone(IPV4_NOT, bytes);
        }
        if (NAT64.holds(bytes)) {
            return holdsNone(IPV4_NOT, Arrays.copyOfRange(bytes, 12, 16));
        }
        return !holdsNone(IPV6, bytes) && holdsNone(IPV6_NOT, bytes);
    }

    private static boolean holdsNone(List<Block> blocks, byte[] address) {
        return blocks.stream().noneMatch(block -> block.holds(address));
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(Block::of).toList();
    }

    /** All addresses of a host, as the connection will find them. */
    static List<InetAddress> of(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
