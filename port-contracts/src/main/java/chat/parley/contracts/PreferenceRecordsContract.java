package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.Preferences.OfConversation;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.Preferences.QuietHours;
import chat.parley.push.port.PreferenceRecords;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link PreferenceRecords} does. */
public abstract class PreferenceRecordsContract {

    private static final UserId ANN = user("ann");
    private static final UserId BOB = user("bob");
    private static final ConversationId GROUP = conversation("g");
    private static final OfConversation MUTED = new OfConversation(Level.NONE, null);

    /** Empty at first. */
    protected abstract PreferenceRecords preferences();

    /** Closes them in order and opens them again; those in memory are what they were. */
    protected abstract void reopen();

    @Test
    void areTheDefaultsAtFirst() {
        assertThat(preferences().of(ANN)).isEqualTo(Preferences.DEFAULT);
        assertThat(preferences().of(GROUP, List.of(ANN, BOB))).isEmpty();
        assertThat(preferences().of(GROUP, List.of())).isEmpty();
    }

    @Test
    void keepsWhatEachUserWants() {
        Preferences quiet = new Preferences(
                Preview.SENDER, new QuietHours(LocalTime.of(22, 30), LocalTime.MIN, ZoneId.of("Europe/Berlin")));
        Preferences nothing = new Preferences(
                Preview.NOTHING, new QuietHours(LocalTime.MAX, LocalTime.NOON, ZoneOffset.ofHours(-11)));
        preferences().put(ANN, quiet);
        preferences().put(BOB, nothing);
        reopen();
        assertThat(preferences().of(ANN)).isEqualTo(quiet);
        assertThat(preferences().of(BOB)).isEqualTo(nothing);
        assertThat(preferences().of(user("an"))).isEqualTo(Preferences.DEFAULT);
        preferences().put(ANN, new Preferences(Preview.FULL, nothing.quietHours()));
        assertThat(preferences().of(ANN)).isEqualTo(new Preferences(Preview.FULL, nothing.quietHours()));
    }

    @Test
    void keepsWhatEachWantsForAConversation() {
        OfConversation mentions = new OfConversation(Level.MENTIONS, Long.MAX_VALUE);
        preferences().put(ANN, GROUP, MUTED);
        preferences().put(BOB, GROUP, mentions);
        preferences().put(ANN, conversation("g2"), mentions);
        preferences().put(user("ann2"), conversation("h"), MUTED);
        reopen();
        assertThat(preferences().of(GROUP, List.of(BOB, user("cid"), ANN, ANN)))
                .isEqualTo(Map.of(ANN, MUTED, BOB, mentions));
        assertThat(preferences().of(GROUP, List.of(BOB))).isEqualTo(Map.of(BOB, mentions));
        assertThat(preferences().of(conversation("g2"), List.of(ANN, BOB))).isEqualTo(Map.of(ANN, mentions));
        assertThat(preferences().of(conversation("h"), List.of(ANN, BOB))).isEmpty();
        preferences().put(ANN, GROUP, mentions);
        assertThat(preferences().of(GROUP, List.of(ANN))).isEqualTo(Map.of(ANN, mentions));
    }

    @Test
    void whoWantsTheDefaultsAgainHasSetNothing() {
        preferences().put(ANN, GROUP, MUTED);
        preferences().put(ANN, new Preferences(Preview.NOTHING, null));
        preferences().put(ANN, GROUP, OfConversation.DEFAULT);
        assertThat(preferences().of(GROUP, List.of(ANN))).isEmpty();
        assertThat(preferences().of(ANN).preview()).as("the other stays").isEqualTo(Preview.NOTHING);
        preferences().put(ANN, Preferences.DEFAULT);
        assertThat(preferences().of(ANN)).isEqualTo(Preferences.DEFAULT);
    }

    /** More who have set something than are asked for, and the other way round. */
    @Test
    void findsTheOnesAskedForAmongManyAndFewAmongAllAskedFor() {
        List<UserId> all = IntStream.range(0, 300).mapToObj(i -> user("u" + i)).toList();
        for (int i = 0; i < 300; i += 3) {
            preferences().put(all.get(i), GROUP, new OfConversation(Level.NONE, (long) i));
        }
        assertThat(preferences().of(GROUP, all)).hasSize(100);
        assertThat(preferences().of(GROUP, all.subList(29, 34)))
                .isEqualTo(Map.of(
                        all.get(30), new OfConversation(Level.NONE, 30L),
                        all.get(33), new OfConversation(Level.NONE, 33L)));
        assertThat(preferences().of(GROUP, List.of(user("v"), user("u1")))).isEmpty();
    }
}
