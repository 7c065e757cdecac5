package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.ActivityTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link ActivityTimes} does. */
public abstract class ActivityTimesContract {

    private static final UserId ANN = user("ann");
    private static final UserId BOB = user("bob");

    /** Empty. */
    protected abstract ActivityTimes times();

    @Test
    void nobodyWasActiveAtFirst() {
        assertThat(times().of(List.of(ANN, BOB))).isEmpty();
        assertThat(times().of(List.of())).isEmpty();
    }

    @Test
    void findsWhatWasRecorded() {
        times().record(Map.of(ANN, 1_000L, BOB, 2_000L));
        times().record(Map.of());
        assertThat(times().of(List.of(BOB, user("ann2"), ANN))).isEqualTo(Map.of(ANN, 1_000L, BOB, 2_000L));
    }

    @Test
    void timesOnlyMoveForward() {
        times().record(Map.of(ANN, 2_000L));
        times().record(Map.of(ANN, 1_000L, BOB, 1_000L));
        assertThat(times().of(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, 2_000L, BOB, 1_000L));
        times().record(Map.of(ANN, 3_000L));
        assertThat(times().of(List.of(ANN))).isEqualTo(Map.of(ANN, 3_000L));
    }

    @Test
    void takesManyAtOnce() {
        Map<UserId, Long> many = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            many.put(user("u" + i), (long) i);
        }
        times().record(many);
        assertThat(times().of(many.keySet())).isEqualTo(many);
    }
}
