package chat.parley.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** All that one check has: people and sockets of its own, with names that no other check has. */
public final class Stage implements AutoCloseable {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final int TRIES_MAX = 10;
    private static final AtomicLong NAMES = new AtomicLong();

    private final Setting setting;
    private final Transcript transcript = new Transcript();
    private final List<Device> devices = new CopyOnWriteArrayList<>();

    public Stage(Setting setting) {
        this.setting = setting;
    }

    public Transcript transcript() {
        return transcript;
    }

    public Address address() {
        return setting.address();
    }

    /** A name that nobody had before. */
    public String fresh(String prefix) {
        return prefix + "-" + setting.run() + "-" + NAMES.incrementAndGet();
    }

    /** A user that nobody was before, who can act. */
    public Person person() {
        String id = fresh("cf");
        return setting.tokens().isPresent() ? person(id) : registered(id);
    }

    /** A user of a token. */
    public Person person(String id) {
        return new Person(this, id, tokens().of(id, Instant.now().plus(LIFE)));
    }

    /** The same, with that token. */
    public Person person(String id, String token) {
        return new Person(this, id, token);
    }

    /** An account of the server. */
    public Person registered(String id) {
        JsonNode session = register(id);
        return new Person(this, id, session.path("access_token").asText());
    }

    /** A new account. @return the answer of the registration */
    public JsonNode register(String id) {
        return nobody().post("/api/auth/register", Json.of("username", id, "password", password()))
                .is(201)
                .body();
    }

    /** Of all accounts of the checks. */
    public static String password() {
        return "conformance-7r";
    }

    /** Whether tokens can be signed. */
    public boolean hasTokens() {
        return setting.tokens().isPresent();
    }

    /** @throws NotApplicable when the run has no secret */
    public Tokens tokens() {
        return setting.tokens().orElseThrow(() -> new NotApplicable("needs the secret: --jwt-secret or --data"));
    }

    /** Without a token. */
    public Rest nobody() {
        return new Rest(setting, transcript, "nobody", null);
    }

    Rest rest(String who, String token) {
        return new Rest(setting, transcript, who, token);
    }

    /** A socket without anything that says who it is. */
    public Device socket() {
        return socket("anonymous", "", Map.of());
    }

    /** A socket; if the server says that it is asked too often, after a while. */
    public Device socket(String who, String query, Map<String, String> headers) {
        for (int tries = 0; ; tries++) {
            try {
                return open(who, query, headers);
            } catch (UpgradeRefused e) {
                if ((e.status() != 429 && e.status() != 503) || tries == TRIES_MAX) {
                    throw e;
                }
                Rest.pause(500L * (tries + 1));
            }
        }
    }

    /** @throws UpgradeRefused when the upgrade is answered by anything but 101 */
    public Device open(String who, String query, Map<String, String> headers) {
        transcript.sent(who, "GET /ws" + query.replaceAll("token=[^&]*", "token=…") + " " + headers.keySet());
        try {
            WireSocket wire = WireSocket.open(setting.address(), query, headers, head -> {
                transcript.came(who, head);
                throw new UpgradeRefused(head);
            });
            Device device = new Device(wire, this, who);
            devices.add(device);
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException("no socket", e);
        }
    }

    /** Ends all sockets. @throws Mismatch when the server broke the rules of WebSocket on one */
    @Override
    public void close() {
        devices.forEach(Device::close);
    }

    /** What the server did against the rules of WebSocket on any socket of this check. */
    public void expectNoViolation() {
        for (Device device : devices) {
            Expect.that(device.violation().isEmpty(), "frames as in RFC 6455, each a JSON object", device.violation());
        }
    }
}
