package chat.parley.server.config;

import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.fabric.limits.Rate;
import chat.parley.websocket.Admission;
import chat.parley.websocket.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The keys by which strangers are held to a measure. The defaults are such that no person meets one. */
public final class LimitSettings {

    private static final String PER_SECOND = "PER_SECOND:BURST";
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--limits",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "off does without all limits that are set below, whatever they are: for benchmarks" + DEFAULT)
    OnOff limits = OnOff.on;

    @Option(
            names = "--rate-user-sends",
            paramLabel = PER_SECOND,
            defaultValue = "50:100",
            converter = RateConverter.class,
            description = "Messages of a user, as 50:100 for 50 a second and 100 at once, or off" + DEFAULT)
    Rate userSends = Rate.OFF;

    @Option(
            names = "--rate-device-sends",
            paramLabel = PER_SECOND,
            defaultValue = "40:80",
            converter = RateConverter.class,
            description = "Messages of one device over its socket" + DEFAULT)
    Rate deviceSends = Rate.OFF;

    @Option(
            names = "--rate-conversation-sends",
            paramLabel = PER_SECOND,
            defaultValue = "200:400",
            converter = RateConverter.class,
            description = "Messages in one conversation, of all its members" + DEFAULT)
    Rate conversationSends = Rate.OFF;

    @Option(
            names = "--rate-user-changes",
            paramLabel = PER_SECOND,
            defaultValue = "20:500",
            converter = RateConverter.class,
            description = "Conversations that a user makes or changes, members and roles included" + DEFAULT)
    Rate userChanges = Rate.OFF;

    @Option(
            names = "--rate-user-frames",
            paramLabel = PER_SECOND,
            defaultValue = "100:1000",
            converter = RateConverter.class,
            description = "Frames of a user's sockets that are no messages" + DEFAULT)
    Rate userFrames = Rate.OFF;

    @Option(
            names = "--rate-user-requests",
            paramLabel = PER_SECOND,
            defaultValue = "200:2000",
            converter = RateConverter.class,
            description = "REST calls with a user's token" + DEFAULT)
    Rate userRequests = Rate.OFF;

    @Option(
            names = "--rate-address-logins",
            paramLabel = PER_SECOND,
            defaultValue = "10:20",
            converter = RateConverter.class,
            description = "Logins from one address, and as many refreshes" + DEFAULT)
    Rate addressLogins = Rate.OFF;

    @Option(
            names = "--rate-name-guesses",
            paramLabel = PER_SECOND,
            defaultValue = "5/min:10",
            converter = RateConverter.class,
            description = "Wrong passwords for one username, as 5/min:10 for 5 a minute and 10 at once" + DEFAULT)
    Rate nameGuesses = Rate.OFF;

    @Option(
            names = "--rate-address-registrations",
            paramLabel = PER_SECOND,
            defaultValue = "10:100",
            converter = RateConverter.class,
            description = "New accounts from one address" + DEFAULT)
    Rate addressRegistrations = Rate.OFF;

    @Option(
            names = "--rate-address-upgrades",
            paramLabel = PER_SECOND,
            defaultValue = "1000:20000",
            converter = RateConverter.class,
            description = "Sockets that one address opens" + DEFAULT)
    Rate addressUpgrades = Rate.OFF;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Connections of all kinds, 0 for any number" + DEFAULT)
    int connections;

    @Option(
            names = "--max-address-connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Connections from one address (of IPv6: network of 64 bits), 0 for any number" + DEFAULT)
    int addressConnections;

    @Option(
            names = "--max-unauthenticated",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Connections that have shown no good token; the oldest makes room; 0 for any number" + DEFAULT)
    int unauthenticated;

    @Option(
            names = "--max-address-unauthenticated",
            paramLabel = "N",
            defaultValue = "2000",
            description = "The same from one address" + DEFAULT)
    int addressUnauthenticated;

    @Option(
            names = "--max-user-sockets",
            paramLabel = "N",
            defaultValue = "32",
            description = "Devices of a user that are connected, 0 for any number" + DEFAULT)
    int userSockets;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            converter = NetworkConverter.class,
            description = "Networks of proxies, separated by commas, as 10.0.0.0/8,::1: from these alone"
                    + " X-Forwarded-For, or else Forwarded, says the client's address (default: none).")
    List<Network> trustedProxies = new ArrayList<>();

    /** Spelled as on the command line. */
    enum OnOff {
        on,
        off
    }

    boolean isOn() {
        return limits == OnOff.on;
    }

    /** The proxies count whether limits are on or not: they say who somebody is, not what he may do. */
    Admission admission() {
        return new Admission(
                most(connections),
                most(addressConnections),
                most(unauthenticated),
                most(addressUnauthenticated),
                most(userSockets),
                trustedProxies);
    }

    /** The name of a number that is negative, null when all are good. */
    @Nullable
    String negative() {
        return connections < 0
                ? "max-connections"
                : addressConnections < 0
                        ? "max-address-connections"
                        : unauthenticated < 0
                                ? "max-unauthenticated"
                                : addressUnauthenticated < 0
                                        ? "max-address-unauthenticated"
                                        : userSockets < 0 ? "max-user-sockets" : null;
    }

    private int most(int number) {
        return isOn() && number > 0 ? number : Integer.MAX_VALUE;
    }

    Rates rates() {
        return isOn()
                ? new Rates(
                        userSends,
                        deviceSends,
                        conversationSends,
                        userChanges,
                        userFrames,
                        userRequests,
                        addressLogins,
                        nameGuesses,
                        addressRegistrations,
                        addressUpgrades)
                : Rates.OFF;
    }

    /** Reads {@code 50:100}, and {@code 5/min:10} of what is rarer than once a second; {@code off} and {@code 0} are for no limit. */
    static final class RateConverter implements ITypeConverter<Rate> {

        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(/min)?:([1-9][0-9]{0,8})");

        @Override
        public Rate convert(String value) {
            if (value.equals("off") || value.equals("0")) {
                return Rate.OFF;
            }
            Matcher form = FORM.matcher(value);
            if (!form.matches()) {
                throw new TypeConversionException("'" + value + "' is not like 50:100 (a second, and at once) or off");
            }
            int times = Integer.parseInt(form.group(1));
            int burst = Integer.parseInt(form.group(3));
            return form.group(2) == null ? new Rate(times, burst) : Rate.perMinute(times, burst);
        }
    }

    static final class NetworkConverter implements ITypeConverter<Network> {

        @Override
        public Network convert(String value) {
            try {
                return Network.parse(value.strip());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no network like 10.0.0.0/8 or ::1");
            }
        }
    }
}
