package chat.parley.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.port.HasherBusy;
import chat.parley.accounts.port.PasswordHasher;
import chat.parley.contracts.PasswordHasherContract;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class Argon2PasswordsTest extends PasswordHasherContract {

    /** Of the reference implementation's own tests: "password" with the salt "somesalt". */
    private static final String OF_THE_REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final Argon2Passwords PASSWORDS = new Argon2Passwords(new SecureRandom(), 1);

    @AfterAll
    static void close() {
        PASSWORDS.close();
    }

    @Override
    protected PasswordHasher hasher() {
        return PASSWORDS;
    }

    @Test
    void hashesOfOthersCount() {
        assertThat(PASSWORDS.matches("password", OF_THE_REFERENCE)).isTrue();
        assertThat(PASSWORDS.matches("passwore", OF_THE_REFERENCE)).isFalse();
        assertThat(PASSWORDS.isOutdated(OF_THE_REFERENCE)).isTrue();
    }

    @Test
    void theFormSaysHowItWasMade() {
        assertThat(PASSWORDS.hash("password")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void nobodysPasswordCostsAHashAsAWrongOneDoes() {
        String hash = PASSWORDS.hash("password");
        long before = PASSWORDS.computed();
        PASSWORDS.matches("wrong", hash);
        assertThat(PASSWORDS.computed() - before).isEqualTo(1);
        PASSWORDS.matches("wrong", null);
        assertThat(PASSWORDS.computed() - before).isEqualTo(2);
    }

    /** On the one thread: those that wait are counted, the others are sent away at once. */
    @Test
    void aFloodIsTurnedAway() throws Exception {
        int flood = 200;
        List<Future<String>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(flood)) {
            for (int i = 0; i < flood; i++) {
                all.add(threads.submit(() -> PASSWORDS.hash("password")));
            }
            int turnedAway = 0;
            for (Future<String> one : all) {
                try {
                    one.get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(HasherBusy.class);
                    turnedAway++;
                }
            }
            assertThat(turnedAway).isBetween(1, flood - Argon2Passwords.WAITING_MAX);
        }
    }
}
