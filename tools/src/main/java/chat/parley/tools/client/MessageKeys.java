package chat.parley.tools.client;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes client_msg_ids: UUIDv7 (RFC 9562), whose order is about that of time, which is kind to the server's index. */
public final class MessageKeys {

    private static final SecureRandom RANDOM = new SecureRandom();

    private MessageKeys() {}

    public static String next() {
        long high = System.currentTimeMillis() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
