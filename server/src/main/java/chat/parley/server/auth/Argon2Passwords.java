package chat.parley.server.auth;

import chat.parley.accounts.port.HasherBusy;
import chat.parley.accounts.port.PasswordHasher;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passwords by Argon2id (RFC 9106), on few threads: a hash takes some 40 ms of a core and 19 MiB, so a flood of logins takes
 * at most half of the machine, and who comes when the queue is full is told to come back.
 */
public final class Argon2Passwords implements PasswordHasher, AutoCloseable {

    /** Most that wait: about a second and a half of work for one thread. */
    static final int WAITING_MAX = 32;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final SecureRandom random;
    private final AtomicLong computed = new AtomicLong();

    public Argon2Passwords(SecureRandom random) {
        this(random, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    Argon2Passwords(SecureRandom random, int threadsMax) {
        this.random = random;
        threads = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().name("passwords-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public String hash(String password) {
        return run(() -> {
            computed.incrementAndGet();
            return Argon2Hash.of(password, random).text();
        });
    }

    @Override
    public boolean matches(String password, @Nullable String hash) {
        return run(() -> {
            computed.incrementAndGet();
            if (hash == null) {
                // For the time that it takes.
                var _ = Argon2Hash.of(password, random);
                return false;
            }
            return Argon2Hash.parse(hash).matches(password);
        });
    }

    @Override
    public boolean isOutdated(String hash) {
        return !Argon2Hash.parse(hash).isCurrent();
    }

    /** How many hashes were made so far, whoever asked. */
    public long computed() {
        return computed.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw new HasherBusy(RETRY_AFTER);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new HasherBusy(RETRY_AFTER);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password cannot be hashed", e.getCause());
        }
    }
}
