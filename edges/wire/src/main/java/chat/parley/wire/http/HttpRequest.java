package chat.parley.wire.http;

import java.util.List;
import java.util.Map;

/**
 * A whole request, its size already bounded by the listener.
 *
 * @param target path and query as they stood in the request line, not decoded
 * @param headers names in lower case
 * @param address of the client, as limits count it: of IPv6 the network of 64 bits
 * @param body empty when there is none; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying bodies would cost
public record HttpRequest(
        String method, String target, Map<String, List<String>> headers, String address, byte[] body) {}
