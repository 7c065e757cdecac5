package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.push.PushRules;
import chat.parley.server.config.ConfigSources;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every key: its default, its three sources, what it refuses. */
class SettingsTest {

    @TempDir
    Path directory;

    @Test
    void defaultsAreThese() {
        assertThat(config(Map.of()).out.replaceAll(" +", " ")).isEqualToNormalizingNewlines("""
                config = # default
                host = 0.0.0.0 # default
                port = 8080 # default
                data = ./data # default
                fsync = true # default
                retention = 365d # default
                tls-cert = # default
                tls-key = # default
                jwt-secret = # default
                jwks-url = # default
                jwt-issuer = # default
                jwt-audience = # default
                access-token-ttl = 3600 # default
                refresh-token-ttl = 90 # default
                allowed-origins = # default
                transport = auto # default
                limits = on # default
                rate-user-sends = 50:100 # default
                rate-device-sends = 40:80 # default
                rate-conversation-sends = 200:400 # default
                rate-user-changes = 20:500 # default
                rate-user-frames = 100:1000 # default
                rate-user-requests = 200:2000 # default
                rate-address-logins = 10:20 # default
                rate-name-guesses = 5/min:10 # default
                rate-address-registrations = 10:100 # default
                rate-address-upgrades = 1000:20000 # default
                max-connections = 1000000 # default
                max-address-connections = 10000 # default
                max-unauthenticated = 20000 # default
                max-address-unauthenticated = 2000 # default
                max-user-sockets = 32 # default
                trusted-proxies = # default
                push-contact = mailto:admin@example.com # default
                push-vapid-key = # default
                push-endpoints = # default
                push-ttl = 7d # default
                push-interval = 10 # default
                push-user-rate = 60/min:60 # default
                push-preview = full # default
                push-trace = 7d # default
                push-apns-key = # default
                push-apns-key-id = # default
                push-apns-team-id = # default
                push-apns-topic = # default
                push-apns-cert = # default
                push-apns-cert-password = # default
                push-apns-server = production # default
                push-fcm-credentials = # default
                log-format = text # default
                log-level = info # default
                """);
    }

    @Test
    void everyKeyIsReadFromTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("all.properties"), """
                host = 127.0.0.1
                port = 1
                data = /d
                fsync = false
                retention = forever
                tls-cert = cert.pem
                tls-key = key.pem
                jwks-url = https://issuer.example/keys
                jwt-issuer = iss
                jwt-audience = aud
                access-token-ttl = 60
                refresh-token-ttl = 2
                allowed-origins = https://a.example,https://b.example
                transport = nio
                limits = off
                rate-user-sends = 1:2
                rate-device-sends = 3:4
                rate-conversation-sends = 5:6
                rate-user-changes = 7:8
                rate-user-frames = 9:10
                rate-user-requests = 11:12
                rate-address-logins = 13:14
                rate-name-guesses = 15/min:16
                rate-address-registrations = off
                rate-address-upgrades = 0
                max-connections = 21
                max-address-connections = 22
                max-unauthenticated = 23
                max-address-unauthenticated = 24
                max-user-sockets = 0
                trusted-proxies = 10.0.0.0/8,::1
                push-contact = https://example.org/contact
                push-vapid-key = /k
                push-endpoints = ntfy.lan,*.home.arpa:8443
                push-ttl = 12h
                push-interval = 0
                push-user-rate = 5/min:6
                push-preview = nothing
                push-trace = 1d
                push-apns-key = AuthKey.p8
                push-apns-key-id = ABCDE12345
                push-apns-team-id = TEAM012345
                push-apns-topic = com.example.chat
                push-apns-server = localhost:2197
                push-apns-ca = ca.pem
                push-fcm-credentials = account.json
                push-fcm-url = https://localhost:1
                log-format = json
                log-level = debug
                """);
        String origin = "# file " + file;
        assertThat(config(Map.of(), "--config", file.toString()).out.lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "config = " + file + " # flag --config",
                        "host = 127.0.0.1 " + origin,
                        "port = 1 " + origin,
                        "data = /d " + origin,
                        "fsync = false " + origin,
                        "retention = forever " + origin,
                        "tls-cert = cert.pem " + origin,
                        "tls-key = key.pem " + origin,
                        "jwt-secret = # default",
                        "jwks-url = https://issuer.example/keys " + origin,
                        "jwt-issuer = iss " + origin,
                        "jwt-audience = aud " + origin,
                        "access-token-ttl = 60 " + origin,
                        "refresh-token-ttl = 2 " + origin,
                        "allowed-origins = https://a.example,https://b.example " + origin,
                        "transport = nio " + origin,
                        "limits = off " + origin,
                        "rate-user-sends = 1:2 " + origin,
                        "rate-device-sends = 3:4 " + origin,
                        "rate-conversation-sends = 5:6 " + origin,
                        "rate-user-changes = 7:8 " + origin,
                        "rate-user-frames = 9:10 " + origin,
                        "rate-user-requests = 11:12 " + origin,
                        "rate-address-logins = 13:14 " + origin,
                        "rate-name-guesses = 15/min:16 " + origin,
                        "rate-address-registrations = off " + origin,
                        "rate-address-upgrades = off " + origin,
                        "max-connections = 21 " + origin,
                        "max-address-connections = 22 " + origin,
                        "max-unauthenticated = 23 " + origin,
                        "max-address-unauthenticated = 24 " + origin,
                        "max-user-sockets = 0 " + origin,
                        "trusted-proxies = 10.0.0.0/8,::1 " + origin,
                        "push-contact = https://example.org/contact " + origin,
                        "push-vapid-key = /k " + origin,
                        "push-endpoints = ntfy.lan,*.home.arpa:8443 " + origin,
                        "push-ttl = 12h " + origin,
                        "push-interval = 0 " + origin,
                        "push-user-rate = 5/min:6 " + origin,
                        "push-preview = nothing " + origin,
                        "push-trace = 1d " + origin,
                        "push-apns-key = AuthKey.p8 " + origin,
                        "push-apns-key-id = ABCDE12345 " + origin,
                        "push-apns-team-id = TEAM012345 " + origin,
                        "push-apns-topic = com.example.chat " + origin,
                        "push-apns-cert = # default",
                        "push-apns-cert-password = # default",
                        "push-apns-server = localhost:2197 " + origin,
                        "push-fcm-credentials = account.json " + origin,
                        "push-apns-ca = ca.pem " + origin,
                        "push-fcm-url = https://localhost:1 " + origin,
                        "log-format = json " + origin,
                        "log-level = debug " + origin);
    }

    @Test
    void flagWinsOverEnvironmentAndEnvironmentOverFile() throws IOException {
        Path file = Files.writeString(directory.resolve("p.properties"), "port=1\nhost=h1\nretention=1d\n");
        Run run = config(
                Map.of("PARLEY_CONFIG", file.toString(), "PARLEY_PORT", "2", "PARLEY_HOST", "h2"), "--port", "3");
        assertThat(run.out)
                .containsPattern("port += 3 +# flag --port")
                .containsPattern("host += h2 +# environment PARLEY_HOST")
                .containsPattern("retention += 1d +# file ");
    }

    @Test
    void secretsAreNotShown() {
        String secret = "0123456789abcdef0123456789abcdef";
        Run run = config(Map.of("PARLEY_JWT_SECRET", secret));
        assertThat(run.out)
                .containsPattern("jwt-secret += \\(hidden\\) +# environment PARLEY_JWT_SECRET")
                .doesNotContain(secret);
        Run password = config(Map.of(
                "PARLEY_PUSH_APNS_CERT", "app.p12",
                "PARLEY_PUSH_APNS_TOPIC", "com.example",
                "PARLEY_PUSH_APNS_CERT_PASSWORD", secret));
        assertThat(password.out)
                .containsPattern("push-apns-cert-password += \\(hidden\\)")
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "PARLEY_PORT | x | port",
                "PARLEY_PORT | 65536 | port is not from 0 to 65535",
                "PARLEY_PORT | -1 | port is not from 0 to 65535",
                "PARLEY_HOST | \" \" | host is empty",
                "PARLEY_ACCESS_TOKEN_TTL | 59 | access-token-ttl is not from 60 to 86400",
                "PARLEY_REFRESH_TOKEN_TTL | 1 | refresh-token-ttl is not from 2 to 3650",
                "PARLEY_FSYNC | maybe | fsync",
                "PARLEY_RETENTION | 1y | '1y' is not like 365d, 12h or forever",
                "PARLEY_RETENTION | 0d | '0d' is not like 365d, 12h or forever",
                "PARLEY_PUSH_TTL | forever | push-ttl has to end",
                "PARLEY_PUSH_TRACE | forever | push-trace has to end",
                "PARLEY_PUSH_CONTACT | admin@example.org | push-contact is not like",
                "PARLEY_PUSH_CONTACT | mailto:admin@localhost | push-contact is not like",
                "PARLEY_PUSH_APNS_KEY | AuthKey.p8 | push-apns-key-id is required with push-apns-key",
                "PARLEY_PUSH_APNS_CERT | app.p12 | push-apns-topic is required",
                "PARLEY_PUSH_APNS_TOPIC | com.example | push-apns-key or push-apns-cert is required",
                "PARLEY_PUSH_APNS_SERVER | apple | push-apns-server is not production, sandbox or host:port",
                "PARLEY_PUSH_FCM_URL | :// | push-fcm-url",
                "PARLEY_PUSH_ENDPOINTS | ntfy.lan,https://x | push-endpoints has 'https://x', which is no host. Each is",
                "PARLEY_PUSH_ENDPOINTS | ntfy.lan:0 | push-endpoints has 'ntfy.lan:0', whose port is not from 1 to 65535",
                "PARLEY_PUSH_INTERVAL | -1 | push-interval is not from 0 to 3600 seconds",
                "PARLEY_PUSH_INTERVAL | 3601 | push-interval is not from 0 to 3600 seconds",
                "PARLEY_PUSH_USER_RATE | 60 | push-user-rate",
                "PARLEY_JWT_SECRET | 0123456789abcdef0123456789abcde | jwt-secret has fewer than 32 bytes",
                "PARLEY_JWKS_URL | ftp://x | jwks-url is not an http or https address",
                "PARLEY_JWKS_URL | https://x | jwt-issuer is required with jwks-url",
                "PARLEY_ALLOWED_ORIGINS | example.com | allowed-origins has 'example.com'",
                "PARLEY_TRANSPORT | tcp | transport",
                "PARLEY_LIMITS | maybe | limits",
                "PARLEY_MAX_USER_SOCKETS | -1 | max-user-sockets is negative",
                "PARLEY_MAX_CONNECTIONS | many | max-connections",
                "PARLEY_TRUSTED_PROXIES | proxy.example | 'proxy.example' is no network like 10.0.0.0/8 or ::1",
                "PARLEY_TRUSTED_PROXIES | 10.0.0.0/40 | trusted-proxies",
                "PARLEY_RATE_USER_SENDS | 50 | '50' is not like 50:100 (a second, and at once) or off",
                "PARLEY_RATE_USER_SENDS | 50:0 | rate-user-sends",
                "PARLEY_RATE_USER_SENDS | -1:1 | rate-user-sends",
                "PARLEY_RATE_NAME_GUESSES | 5/h:10 | rate-name-guesses",
                "PARLEY_RATE_ADDRESS_LOGINS | 1000000:1 | rate-address-logins",
            })
    void wrongValuesAreRefusedByName(String variable, String value, String said) {
        Run run = config(Map.of(variable, value));
        assertThat(run.code).isEqualTo(2);
        assertThat(run.err).contains(said);
    }

    @Test
    void howOftenDevicesAreWokenIsSet() {
        Settings settings = new Settings();
        var _ = new CommandLine(settings).parseArgs("--push-interval=30", "--push-user-rate=2:5");
        PushRules rules = settings.push().rules();
        assertThat(rules.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.userPerMinute()).isEqualTo(120);
        assertThat(rules.userBurst()).isEqualTo(5);
        Settings usual = new Settings();
        var _ = new CommandLine(usual).parseArgs();
        assertThat(usual.push().rules()).isEqualTo(PushRules.DEFAULT);
    }

    @Test
    void keyAndCertificateForApnsExcludeEachOther() {
        Run run = config(Map.of("PARLEY_PUSH_APNS_KEY", "k.p8", "PARLEY_PUSH_APNS_CERT", "c.p12"));
        assertThat(run.code).isEqualTo(2);
        assertThat(run.err).contains("push-apns-cert and push-apns-key exclude each other");
    }

    @Test
    void secretAndKeySetExcludeEachOther() {
        Run run =
                config(Map.of("PARLEY_JWT_SECRET", "0123456789abcdef0123456789abcdef", "PARLEY_JWKS_URL", "https://x"));
        assertThat(run.code).isEqualTo(2);
        assertThat(run.err).contains("jwks-url and jwt-secret exclude each other");
    }

    @Test
    void unknownKeysOfTheFileAreRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("p.properties"), "prot=1\n");
        Run run = config(Map.of(), "--config=" + file);
        assertThat(run.code).isEqualTo(2);
        assertThat(run.err).contains("unknown key 'prot'", "port");
    }

    @Test
    void missingFileIsSaid() {
        Run run = config(Map.of("PARLEY_CONFIG", directory.resolve("none").toString()));
        assertThat(run.code).isEqualTo(2);
        assertThat(run.err).contains("cannot read");
    }

    @Test
    void misspeltVariablesAreTold() {
        assertThat(config(Map.of("PARLEY_PROT", "1")).out).contains("# PARLEY_PROT is set but is no setting");
    }

    @Test
    void everyKeyIsInTheHelp() {
        StringWriter out = new StringWriter();
        var line = Main.commandLine(new ConfigSources(Map.of())).setOut(new PrintWriter(out));
        assertThat(line.execute("serve", "--help")).isZero();
        assertThat(out.toString())
                .contains("--config", "--host", "--port", "--data", "--fsync", "--retention", "--jwt-secret")
                .contains("--jwks-url", "--jwt-issuer", "--jwt-audience", "--allowed-origins", "--transport");
    }

    private record Run(int code, String out, String err) {}

    private static Run config(Map<String, String> environment, String... flags) {
        ConfigSources sources = new ConfigSources(environment);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[flags.length + 1];
        args[0] = "config";
        System.arraycopy(flags, 0, args, 1, flags.length);
        var line = Main.commandLine(sources).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = Main.run(sources, line, args);
        return new Run(code, out.toString(), err.toString());
    }
}
