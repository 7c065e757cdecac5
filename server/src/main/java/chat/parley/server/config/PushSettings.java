package chat.parley.server.config;

import chat.parley.fabric.limits.Rate;
import chat.parley.providers.web.Contact;
import chat.parley.push.Preferences;
import chat.parley.push.PushRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The keys by which devices are woken. Web Push needs none of them. */
public final class PushSettings {

    private static final int INTERVAL_SECONDS_MAX = 3_600;

    @Option(
            names = "--push-contact",
            paramLabel = "ADDRESS",
            defaultValue = Contact.DEFAULT,
            description = "Whom push services tell when they see something wrong: mailto: or https: of a host that the"
                    + " internet has (default: ${DEFAULT-VALUE}).")
    String contact = "";

    @Option(
            names = "--push-vapid-key",
            paramLabel = "FILE",
            description = "Private key by which browsers' push services know this server: PEM, PKCS #8, of P-256, or"
                    + " 32 bytes in base64url. Without one, one is made in the data directory.")
    @Nullable
    Path vapidKey;

    @Option(
            names = "--push-endpoints",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts that Web Push and UnifiedPush may post to although their address is private or their"
                    + " port is not 443, separated by commas, as ntfy.home.arpa or *.lan:8443 (default: none).")
    List<String> endpoints = new ArrayList<>();

    @Option(
            names = "--push-ttl",
            paramLabel = "DURATION",
            defaultValue = "7d",
            converter = Retention.Converter.class,
            description = "How long a wake-up that cannot be sent is tried, in days (7d) or hours (12h)"
                    + " (default: ${DEFAULT-VALUE}).")
    Retention ttl = Retention.FOREVER;

    @Option(
            names = "--push-interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "The least time between two notifications of one conversation on one device, in which what comes"
                            + " collapses into the next, 0 to 3600 seconds (default: ${DEFAULT-VALUE}).")
    int intervalSeconds;

    @Option(
            names = "--push-user-rate",
            paramLabel = "TIMES/min:BURST",
            defaultValue = "60/min:60",
            converter = LimitSettings.RateConverter.class,
            description = "Notifications to all devices of a user, as 60/min:60 for 60 a minute and 60 at once, or off;"
                    + " what is more is put off (default: ${DEFAULT-VALUE}).")
    Rate userRate = Rate.OFF;

    @Option(
            names = "--push-preview",
            paramLabel = "NAME",
            defaultValue = "full",
            description = "The most that a notification shows, whatever its user allows: full, sender, or nothing"
                    + " (default: ${DEFAULT-VALUE}).")
    Preview preview = Preview.full;

    @Option(
            names = "--push-trace",
            paramLabel = "DURATION",
            defaultValue = "7d",
            converter = Retention.Converter.class,
            description = "How long it is kept to which devices each message went, and why not, in days (7d) or hours"
                    + " (12h) (default: ${DEFAULT-VALUE}).")
    Retention trace = Retention.FOREVER;

    /** Spelled as on the command line. */
    public enum Preview {
        full,
        sender,
        nothing
    }

    public PushRules rules() {
        Preferences.Preview most = switch (preview) {
            case full -> Preferences.Preview.FULL;
            case sender -> Preferences.Preview.SENDER;
            case nothing -> Preferences.Preview.NOTHING;
        };
        return new PushRules(
                ttl.age().orElseThrow(),
                Duration.ofSeconds(intervalSeconds),
                most,
                PushRules.DEFAULT.underWayMax(),
                PushRules.DEFAULT.owedMax(),
                userRate.times() * 60 / userRate.periodSeconds(),
                userRate.burst());
    }

    /** How long the ways of messages are kept. */
    public Duration trace() {
        return trace.age().orElseThrow();
    }

    /** The name of a key that has no end and needs one, null when none is. */
    @Nullable
    String endless() {
        return ttl.age().isEmpty() ? "push-ttl" : trace.age().isEmpty() ? "push-trace" : null;
    }

    boolean isIntervalGood() {
        return intervalSeconds >= 0 && intervalSeconds <= INTERVAL_SECONDS_MAX;
    }

    public String contact() {
        return contact;
    }

    /** Null for the one in the data directory. */
    public @Nullable Path vapidKey() {
        return vapidKey;
    }

    public List<String> endpoints() {
        return List.copyOf(endpoints);
    }
}
