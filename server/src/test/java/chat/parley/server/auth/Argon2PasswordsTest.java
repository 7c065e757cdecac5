package chat.parley.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.port.HasherBusy;
import chat.parley.accounts.port.PasswordHasher;
import chat.parley.contracts.PasswordHasherContract;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** The one thread is held, so that it does not matter how fast they come. */
    @Test
    void aFloodIsTurnedAway() throws Exception {
        int tooMany = 10;
        HeldRandom held = new HeldRandom();
        try (Argon2Passwords passwords = new Argon2Passwords(held, 1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ExecutorCompletionService<Boolean>(threads);
            for (int i = 0; i < 1 + Argon2Passwords.WAITING_MAX + tooMany; i++) {
                all.submit(() -> isHashed(passwords));
            }
            for (int i = 0; i < tooMany; i++) {
                assertThat(next(all)).as("answered while nothing is hashed").isFalse();
            }
            held.goesOn.countDown();
            for (int i = 0; i < 1 + Argon2Passwords.WAITING_MAX; i++) {
                assertThat(next(all)).isTrue();
            }
        }
    }

    private static boolean next(ExecutorCompletionService<Boolean> all) throws Exception {
        return Objects.requireNonNull(all.poll(60, TimeUnit.SECONDS), "nothing is answered")
                .get();
    }

    private static boolean isHashed(Argon2Passwords passwords) {
        try {
            return passwords.hash("password").startsWith("$argon2id$");
        } catch (HasherBusy e) {
            return false;
        }
    }

    /** Whoever needs a salt waits. */
    private static final class HeldRandom extends SecureRandom {
        private final transient CountDownLatch goesOn = new CountDownLatch(1);

        @Override
        public void nextBytes(byte[] bytes) {
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            super.nextBytes(bytes);
        }
    }
}
