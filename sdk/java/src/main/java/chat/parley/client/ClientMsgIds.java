package chat.parley.client;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Keys for sends and creations: UUIDs of version 7 (RFC 9562), which rise with the time they were made. */
public final class ClientMsgIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private ClientMsgIds() {}

    /**
     * A new key.
     *
     * @return 36 characters
     */
    public static String next() {
        return next(InstantSource.system(), RANDOM);
    }

    static String next(InstantSource clock, RandomGenerator random) {
        long high = (clock.millis() << 16) | 0x7000 | random.nextInt(0x1000);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
