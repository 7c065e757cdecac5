package chat.parley.fabric.limits;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import java.time.Clock;

/**
 * What each user, device, conversation and address may ask of this node. Whoever serves a stranger's wish asks here
 * before it costs anything. Every answer is {@link RateLimiter#GRANTED} or the milliseconds to wait, at least 1; what was
 * refused may be tried again as it was.
 */
public final class Quotas {

    /**
     * A key counts only until its bucket is full again, a few seconds after it was last used. So many may be in that
     * state at a time, in half a MiB for each rate.
     */
    private static final int KEYS_MAX = 1 << 15;

    /**
     * The rates, with defaults that no person meets.
     *
     * @param userSends messages of a user, over all his devices and REST; a duplicate counts too
     * @param deviceSends messages of one device: below the user's, so that one that runs wild leaves room to the others
     * @param conversationSends messages in a conversation, of all its members
     * @param userChanges conversations that a user makes or changes, members and roles included
     * @param userFrames what else comes over a user's sockets
     * @param userRequests calls of the REST interface with a user's token, sends and changes included
     * @param addressLogins logins from an address, and as many refreshes
     * @param nameGuesses wrong passwords for a username, whether anybody has it or not
     * @param addressRegistrations new accounts from an address
     * @param addressUpgrades sockets that an address opens
     */
    public record Rates(
            Rate userSends,
            Rate deviceSends,
            Rate conversationSends,
            Rate userChanges,
            Rate userFrames,
            Rate userRequests,
            Rate addressLogins,
            Rate nameGuesses,
            Rate addressRegistrations,
            Rate addressUpgrades) {

        public static final Rates DEFAULT = new Rates(
                new Rate(50, 100),
                new Rate(40, 80),
                new Rate(200, 400),
                new Rate(20, 500),
                new Rate(100, 1_000),
                new Rate(200, 2_000),
                new Rate(10, 20),
                Rate.perMinute(5, 10),
                new Rate(10, 100),
                new Rate(1_000, 20_000));

        public static final Rates OFF = new Rates(
                Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF);
    }

    /** Each asks a provider of somebody else, on whom a person does not try his device more often. */
    private static final Rate USER_SAMPLES = Rate.perMinute(5, 5);

    private final RateLimiter userSends;
    private final RateLimiter deviceSends;
    private final RateLimiter conversationSends;
    private final RateLimiter userChanges;
    private final RateLimiter userFrames;
    private final RateLimiter userRequests;
    private final RateLimiter addressLogins;
    private final RateLimiter addressRefreshes;
    private final Guesses nameGuesses;
    private final RateLimiter addressRegistrations;
    private final RateLimiter addressUpgrades;
    private final RateLimiter userSamples;

    /** @param seed unknown to strangers */
    public Quotas(Rates rates, Clock clock, long seed) {
        userSends = new RateLimiter(rates.userSends, KEYS_MAX, clock, seed);
        deviceSends = new RateLimiter(rates.deviceSends, KEYS_MAX, clock, seed);
        conversationSends = new RateLimiter(rates.conversationSends, KEYS_MAX, clock, seed);
        userChanges = new RateLimiter(rates.userChanges, KEYS_MAX, clock, seed);
        userFrames = new RateLimiter(rates.userFrames, KEYS_MAX, clock, seed);
        userRequests = new RateLimiter(rates.userRequests, KEYS_MAX, clock, seed);
        addressLogins = new RateLimiter(rates.addressLogins, KEYS_MAX, clock, seed);
        addressRefreshes = new RateLimiter(rates.addressLogins, KEYS_MAX, clock, seed);
        nameGuesses = new Guesses(new RateLimiter(rates.nameGuesses, KEYS_MAX, clock, seed));
        addressRegistrations = new RateLimiter(rates.addressRegistrations, KEYS_MAX, clock, seed);
        addressUpgrades = new RateLimiter(rates.addressUpgrades, KEYS_MAX, clock, seed);
        userSamples = new RateLimiter(USER_SAMPLES, KEYS_MAX, clock, seed);
    }

    /** Without any limit. */
    public static Quotas none(Clock clock) {
        return new Quotas(Rates.OFF, clock, 1);
    }

    /** A message of one device. The device is asked first: what it is refused costs the user nothing. */
    public long send(UserId user, DeviceId device) {
        long wait = deviceSends.take(user.value(), device.value());
        return wait == RateLimiter.GRANTED ? send(user) : wait;
    }

    /** A message of a user that is of no device we know. */
    public long send(UserId user) {
        return userSends.take(user.value());
    }

    /** A message to a conversation, by one who may: a stranger's would use up what its members have. */
    public long sendTo(ConversationId conversation) {
        return conversationSends.take(conversation.value());
    }

    /** A conversation made or changed. */
    public long change(UserId user) {
        return userChanges.take(user.value());
    }

    /** A frame that is no send. */
    public long frame(UserId user) {
        return userFrames.take(user.value());
    }

    /** A call of the REST interface. */
    public long request(UserId user) {
        return userRequests.take(user.value());
    }

    /** A push that a user sends to his own device, to see whether it comes. */
    public long sample(UserId user) {
        return userSamples.take(user.value());
    }

    /**
     * A name and a password.
     *
     * @param address as limits count it: of IPv6 the network of 64 bits, which one household has
     */
    public long login(String address) {
        return addressLogins.take(address);
    }

    /** The passwords that are tried for a name. */
    public Guesses guesses() {
        return nameGuesses;
    }

    public long refresh(String address) {
        return addressRefreshes.take(address);
    }

    public long registration(String address) {
        return addressRegistrations.take(address);
    }

    /** A socket. */
    public long upgrade(String address) {
        return addressUpgrades.take(address);
    }
}
