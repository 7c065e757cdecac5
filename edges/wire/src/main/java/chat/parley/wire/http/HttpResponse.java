package chat.parley.wire.http;

import java.util.List;
import java.util.Map;

/**
 * A whole answer; the listener adds the length and what the connection needs. A HEAD request is answered like a GET: the
 * listener says the length and leaves the body out.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying bodies would cost
public record HttpResponse(int status, Map<String, List<String>> headers, byte[] body) {}
