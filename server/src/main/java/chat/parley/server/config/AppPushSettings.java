package chat.parley.server.config;

import chat.parley.providers.apns.ApnsSettings;
import chat.parley.providers.fcm.FcmSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The keys by which apps of Apple's and Google's devices are woken. Without them none is. */
public final class AppPushSettings {

    @Option(
            names = "--push-apns-key",
            paramLabel = "FILE",
            description = "Key for APNs, the .p8 file that Apple gave out: apps of Apple's devices are woken then.")
    @Nullable
    Path apnsKey;

    @Option(names = "--push-apns-key-id", paramLabel = "ID", description = "Key id of that key, 10 characters.")
    @Nullable
    String apnsKeyId;

    @Option(names = "--push-apns-team-id", paramLabel = "ID", description = "Team id of its team, 10 characters.")
    @Nullable
    String apnsTeamId;

    @Option(
            names = "--push-apns-topic",
            paramLabel = "BUNDLE",
            description = "Bundle id of the app, as com.example.chat; required with a key or a certificate.")
    @Nullable
    String apnsTopic;

    @Option(
            names = "--push-apns-cert",
            paramLabel = "FILE",
            description = "Certificate of the app for APNs instead of a key: PKCS #12 with its password, or PEM with"
                    + " the key (PKCS #8).")
    @Nullable
    Path apnsCert;

    @Option(
            names = "--push-apns-cert-password",
            paramLabel = "SECRET",
            description = "Password of the PKCS #12 file. Better set by the environment or the file: a flag is seen by"
                    + " all users of the machine.")
    @Nullable
    String apnsCertPassword;

    @Option(
            names = "--push-apns-server",
            paramLabel = "NAME",
            defaultValue = "production",
            description = "production, sandbox for apps that are built for development, or host:port"
                    + " (default: ${DEFAULT-VALUE}).")
    String apnsServer = "";

    @Option(
            names = "--push-fcm-credentials",
            paramLabel = "FILE",
            description = "Key of a service account of the Firebase project, JSON as Google gives it out: apps of"
                    + " Android are woken then.")
    @Nullable
    Path fcmCredentials;

    /** For tests: what a server shows at host:port. */
    @Option(names = "--push-apns-ca", paramLabel = "FILE", hidden = true)
    @Nullable
    Path apnsCa;

    /** For tests: another FCM. */
    @Option(names = "--push-fcm-url", paramLabel = "URL", hidden = true)
    @Nullable
    URI fcmUrl;

    /** A key and what is wrong with it, null when all is right. */
    @Nullable
    String wrong() {
        boolean any = apnsKey != null || apnsCert != null;
        if (apnsKey != null && apnsCert != null) {
            return "push-apns-cert and push-apns-key exclude each other";
        }
        if (apnsKey != null && !isId(apnsKeyId)) {
            return "push-apns-key-id is required with push-apns-key, 10 letters and digits";
        }
        if (apnsKey != null && !isId(apnsTeamId)) {
            return "push-apns-team-id is required with push-apns-key, 10 letters and digits";
        }
        if (any && (apnsTopic == null || !apnsTopic.matches("[A-Za-z0-9.-]{1,255}"))) {
            return "push-apns-topic is required with push-apns-key and push-apns-cert: the bundle id of the app";
        }
        if (!any && (apnsKeyId != null || apnsTeamId != null || apnsTopic != null)) {
            return "push-apns-key or push-apns-cert is required with the other settings of push-apns";
        }
        if (!apnsServer.matches("production|sandbox|[^:\\s]+:[0-9]{1,5}")) {
            return "push-apns-server is not production, sandbox or host:port";
        }
        return null;
    }

    private static boolean isId(@Nullable String id) {
        return id != null && id.matches("[A-Za-z0-9]{10}");
    }

    /** Null when Apple's devices are not to be woken. */
    public @Nullable ApnsSettings apns() {
        ApnsSettings.Credentials credentials = apnsKey != null
                ? new ApnsSettings.Token(apnsKey, Objects.requireNonNull(apnsKeyId), Objects.requireNonNull(apnsTeamId))
                : apnsCert != null ? new ApnsSettings.Certificate(apnsCert, apnsCertPassword) : null;
        return credentials == null
                ? null
                : new ApnsSettings(credentials, Objects.requireNonNull(apnsTopic), apnsServer, apnsCa);
    }

    /** Null when apps of Android are not to be woken. */
    public @Nullable FcmSettings fcm() {
        return fcmCredentials == null
                ? null
                : new FcmSettings(fcmCredentials, fcmUrl == null ? FcmSettings.GOOGLE : fcmUrl);
    }
}
