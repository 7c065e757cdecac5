package chat.parley.providers;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Platform;
import chat.parley.providers.apns.ApnsSettings;
import chat.parley.providers.fcm.FcmSettings;
import chat.parley.providers.fcm.Google;
import chat.parley.push.port.PushProvider;
import io.netty.util.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {

    @TempDir
    Path directory;

    @Test
    void bothAreGuarded() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path p8 = Files.writeString(
                directory.resolve("key.p8"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        ApnsSettings apns = new ApnsSettings(
                new ApnsSettings.Token(p8, "KEY0123456", "TEAM012345"), "com.example", "sandbox", null);
        List<PushProvider> providers;
        try (Google google = new Google(Clock.systemUTC())) {
            FcmSettings fcm = new FcmSettings(google.credentials(directory, google.key()), URI.create(google.url()));
            providers = Providers.of(apns, fcm, Clock.systemUTC());
        }
        assertThat(providers).extracting(PushProvider::platform).containsExactly(Platform.FCM, Platform.APNS);
        assertThat(providers).hasOnlyElementsOfType(Guarded.class);
        providers.forEach(PushProvider::close);
    }

    /** A server that wakes no such devices pays for none of it. */
    @Test
    void whatIsNotSetUpIsNotLoaded() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-Xlog:class+load", "-cp", System.getProperty("java.class.path"), Nothing.class.getName())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(loaded).isZero();
        assertThat(loaded.lines().filter(line -> line.contains("chat.parley.providers.Providers")))
                .isNotEmpty();
        assertThat(loaded.lines()
                        .filter(line -> line.matches(".*\\b(com\\.eatthepath|io\\.github\\.resilience4j|io\\.netty"
                                + "|org\\.bouncycastle|org\\.jose4j|java\\.net\\.http)\\..*")))
                .isEmpty();
    }

    static final class Nothing {

        private Nothing() {}

        public static void main(String[] args) {
            Providers.of(null, null, Clock.systemUTC());
        }
    }

    /** Pushy was made for another one. */
    @Test
    void thereIsOneNetty() {
        assertThat(Version.identify().values().stream()
                        .map(Version::artifactVersion)
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }
}
