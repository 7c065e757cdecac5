package chat.parley.websocket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/** The addresses of clients as limits count them. */
final class Addresses {

    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    static String of(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null ? of(inet.getAddress()) : "unknown";
    }

    /** Of IPv6 the first 64 bits: whoever has one such address has all of its network. */
    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
                : address.getHostAddress();
    }
}
