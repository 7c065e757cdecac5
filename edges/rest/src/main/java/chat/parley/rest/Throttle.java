package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.limits.RateLimiter;
import java.time.Duration;

/** Ends the requests of those who ask too often. Every method throws {@code rate_limited} with the time to wait. */
final class Throttle {

    private final Quotas quotas;

    Throttle(Quotas quotas) {
        this.quotas = quotas;
    }

    void request(UserId user) {
        check(quotas.request(user), "you ask too often");
    }

    void send(UserId user) {
        check(quotas.send(user), "you send too often");
    }

    /** To be asked for members alone, after {@link #send}: others must not use up what the members have. */
    void sendTo(ConversationId conversation) {
        check(quotas.sendTo(conversation), "too much is said in this conversation");
    }

    void change(UserId user) {
        check(quotas.change(user), "you change conversations too often");
    }

    void sample(UserId user) {
        check(quotas.sample(user), "you try your devices too often");
    }

    void login(String address) {
        check(quotas.login(address), "too many logins from this address");
    }

    /** Before a password is looked at. */
    void guess(String name, String address) {
        check(quotas.guesses().take(name, address), "too many wrong passwords for this username");
    }

    /** The password was not looked at, or not wrong. */
    void noGuess(String name, String address) {
        quotas.guesses().undone(name, address);
    }

    void cameIn(String name, String address) {
        quotas.guesses().cameIn(name, address);
    }

    void refresh(String address) {
        check(quotas.refresh(address), "too many refreshes from this address");
    }

    void registration(String address) {
        check(quotas.registration(address), "too many registrations from this address");
    }

    private static void check(long waitMillis, String detail) {
        if (waitMillis != RateLimiter.GRANTED) {
            throw new ProblemException(Problem.rateLimited(detail, Duration.ofMillis(waitMillis)));
        }
    }
}
