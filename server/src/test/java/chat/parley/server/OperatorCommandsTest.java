package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.ConfigSources;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those who run the server ask at the command line. */
class OperatorCommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    /** Each is good for its own secret alone, whatever it says of itself. */
    @Test
    void anOperatorsTokenIsNoUsersAndTheOtherWayRound() throws Exception {
        assertThat(run("token", "--operator", "--data", directory.toString())).isZero();
        String operators = out.toString().strip();
        JwtAuthenticator ofOperators = JwtAuthenticator.ofSecret(Secret.ofOperators(directory));
        JwtAuthenticator ofUsers = JwtAuthenticator.ofSecret(Secret.of(directory));
        assertThat(ofOperators.verify(operators)).isInstanceOf(Verdict.Accepted.class);
        assertThat(ofUsers.verify(operators)).isInstanceOf(Verdict.Rejected.class);
        String users = new TokenMint(Secret.of(directory), Clock.systemUTC())
                .tokenFor(new UserId("operator"), Duration.ofHours(1));
        assertThat(ofOperators.verify(users)).isInstanceOf(Verdict.Rejected.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("operator-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tokenAsksForOneOfTheTwo() {
        assertThat(run("token", "--data", directory.toString())).isEqualTo(2);
        assertThat(run("token", "ann", "--operator", "--data", directory.toString()))
                .isEqualTo(2);
        assertThat(run(
                        "token",
                        "--operator",
                        "--data",
                        directory.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void traceReadsTheDirectoryOfAStoppedServer() {
        EmbeddedStore.open(directory).close();
        assertThat(trace("lunch", "0000000000001")).isEqualTo(1);
        assertThat(err.toString()).contains("read from " + directory, "no such message");
    }

    /** The release that the server goes on with could not read a newer format. */
    @Test
    void traceBringsNoDirectoryToANewerFormat() throws Exception {
        EmbeddedStore.open(directory).close();
        Path format = directory.resolve("FORMAT");
        String older = Files.readString(format).replaceFirst("[0-9]+", "2");
        Files.writeString(format, older);
        assertThat(trace("lunch", "0000000000001")).isEqualTo(1);
        assertThat(err.toString()).contains("are of format 2", "start the server once");
        assertThat(format).hasContent(older);
    }

    @Test
    void traceMakesNoDatabase() throws Exception {
        assertThat(trace("lunch", "0000000000001")).isEqualTo(1);
        assertThat(err.toString()).contains("is no data directory of Parley");
        assertThat(directory.resolve("db")).doesNotExist();
    }

    @Test
    void traceSaysWhatIsNoId() {
        assertThat(trace("lunch", "1")).isEqualTo(2);
        assertThat(trace("a b", "0000000000001")).isEqualTo(2);
        assertThat(trace("lunch", "0000000000001", "--url", "ftp://x")).isEqualTo(2);
    }

    /** Whoever looks is perhaps another user than the server's, who could not read what is made here. */
    @Test
    void doctorMakesNothing() throws Exception {
        assertThat(run("doctor", "push", "--data", directory.toString(), "--push-contact", "mailto:ops@example.org"))
                .isZero();
        assertThat(out.toString()).contains("APNs", "FCM", "not set up", "no VAPID key yet", "All is right.");
        try (Stream<Path> made = Files.list(directory)) {
            assertThat(made).isEmpty();
        }
    }

    @Test
    void doctorSaysWhatIsWrongAndGoesOn() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "no key");
        int code = run(
                "doctor",
                "push",
                "--data",
                directory.toString(),
                "--push-fcm-credentials",
                directory.resolve("none").toString(),
                "--push-vapid-key",
                key.toString());
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("WRONG  its settings: push-fcm-credentials", "push-vapid-key", "is wrong");
        assertThat(out.toString()).doesNotContain("no key\n", "Exception");
    }

    @Test
    void doctorTakesNoSettingThatServeDoesNotTake() {
        assertThat(run("doctor", "push", "--push-contact", "nobody")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "token --help, --jwt-secret, --push-apns-key",
        "trace --help, --port, --rate-user-sends",
        "doctor push --help, --push-apns-key-id, --port",
        "doctor push --help, --push-endpoints, --push-ttl",
        "doctor --help, doctor push --help, --port",
    })
    void helpHasTheSettingsThatAreRead(String command, String has, String hasNot) {
        assertThat(run(command.split(" "))).isZero();
        assertThat(out.toString()).contains(has).doesNotContain(hasNot);
    }

    /** The file of the settings is one for all commands, and so is whoever writes flags. */
    @Test
    void whatIsNotInTheHelpIsTakenAllTheSame() {
        assertThat(run("token", "--operator", "--data", directory.toString(), "--rate-user-sends", "1:1"))
                .isZero();
        assertThat(run("token", "--operator", "--data", directory.toString(), "--port", "x"))
                .isEqualTo(2);
    }

    /** Nobody listens at port 1. */
    private int trace(String conversation, String message, String... more) {
        String[] usual = {"trace", conversation, message, "--data", directory.toString(), "--port", "1"};
        return run(Stream.concat(Stream.of(usual), Stream.of(more)).toArray(String[]::new));
    }

    private int run(String... args) {
        return Main.commandLine(new ConfigSources(Map.of()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
