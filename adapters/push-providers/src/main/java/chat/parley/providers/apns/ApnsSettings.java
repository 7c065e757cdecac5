package chat.parley.providers.apns;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach APNs, and as whom.
 *
 * @param topic the app's bundle id
 * @param server {@code production}, {@code sandbox}, or {@code host:port}
 * @param trusted certificate that the server shows, PEM; null for those that the JDK trusts
 */
public record ApnsSettings(
        Credentials credentials,
        String topic,
        String server,
        @Nullable Path trusted) {

    public sealed interface Credentials {}

    /**
     * A key of the team, for all its apps.
     *
     * @param file as Apple gives it out, .p8
     */
    public record Token(Path file, String keyId, String teamId) implements Credentials {}

    /**
     * A certificate of the app.
     *
     * @param file PKCS #12 with its password, or PEM with certificate and key (PKCS #8) when there is no password
     */
    public record Certificate(Path file, @Nullable String password) implements Credentials {

        @Override
        public String toString() {
            return "Certificate[" + file + "]";
        }
    }
}
