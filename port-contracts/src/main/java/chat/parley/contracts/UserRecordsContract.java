package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.Account;
import chat.parley.accounts.User;
import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link UserRecords} does. */
public abstract class UserRecordsContract {

    /** Without anybody. */
    protected abstract UserRecords users();

    @Test
    void keepsWhatWasRegistered() {
        Account ann = account("ann", "Ann Ö. 🦊");
        assertThat(users().find(user("ann"))).isNull();
        assertThat(users().register(ann)).isTrue();
        assertThat(users().find(user("ann"))).isEqualTo(ann);
        assertThat(users().find(user("an"))).isNull();
        assertThat(users().find(user("Ann"))).isNull();
    }

    @Test
    void aNameIsTakenInWhateverCapitals() {
        users().register(account("Ann", "Ann"));
        assertThat(users().register(account("aNN", "Other"))).isFalse();
        assertThat(users().isTaken(user("ANN"))).isTrue();
        assertThat(users().isTaken(user("an"))).isFalse();
        assertThat(users().isTaken(user("anna"))).isFalse();
        assertThat(users().find(user("aNN"))).isNull();
    }

    @Test
    void whoCameWithATokenKeepsTheName() {
        users().meet(user("Bob"), 7);
        assertThat(users().find(user("Bob"))).isEqualTo(new Account(User.ofToken(user("Bob")), null, 7));
        assertThat(users().register(account("bob", "Bob"))).isFalse();
        // Tokens come from elsewhere, where capitals may differ.
        users().meet(user("bob"), 8);
        assertThat(users().find(user("bob"))).isNotNull();
    }

    @Test
    void meetingAgainChangesNothing() {
        Account ann = account("ann", "Ann");
        users().register(ann);
        users().meet(user("ann"), 9);
        assertThat(users().find(user("ann"))).isEqualTo(ann);
    }

    @Test
    void aPasswordIsReplacedOnlyWhereItIsStillThatOne() {
        users().register(account("ann", "Ann"));
        users().replacePassword(user("ann"), "another", "new");
        assertThat(users().find(user("ann"))).isEqualTo(account("ann", "Ann"));
        users().replacePassword(user("ann"), "hash of ann", "new");
        assertThat(users().find(user("ann")))
                .isEqualTo(new Account(account("ann", "Ann").user(), "new", 5));
    }

    @Test
    void findsTheNameItselfThenThoseThatBeginWithIt() {
        for (String id : List.of("annika", "ann", "ANNA", "bob", "an")) {
            users().meet(user(id), 1);
        }
        users().register(account("zoe", "Annette"));
        users().register(account("yan", "Ann"));
        assertThat(found("ann", 20)).containsExactly("ann", "yan", "ANNA", "annika", "zoe");
        assertThat(found("ANN", 3)).containsExactly("ann", "yan", "ANNA");
        assertThat(found("anne", 20)).containsExactly("zoe");
        assertThat(found("nn", 20)).isEmpty();
        assertThat(found("ÄÖ", 20)).isEmpty();
    }

    @Test
    void ofTwoThatDifferInCapitalsTheOneMeantComesFirst() {
        users().meet(user("Ann"), 1);
        users().meet(user("ann"), 1);
        assertThat(found("ann", 1)).containsExactly("ann");
        assertThat(found("Ann", 1)).containsExactly("Ann");
    }

    @Test
    void ofARaceForANameOneWins() throws Exception {
        List<Future<Boolean>> racers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                String name = i % 2 == 0 ? "race" : "RACE";
                racers.add(threads.submit(() -> users().register(account(name, name))));
            }
            int winners = 0;
            for (Future<Boolean> one : racers) {
                winners += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    private List<String> found(String beginning, int limit) {
        return users().search(beginning, limit).stream()
                .map(User::id)
                .map(UserId::value)
                .toList();
    }

    private static Account account(String id, String name) {
        return new Account(new User(user(id), id, name), "hash of " + id, 5);
    }
}
