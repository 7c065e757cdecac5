package chat.parley.contracts;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.Connection;
import chat.parley.fabric.port.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Registry} does. */
public abstract class RegistryContract {

    private static final UserId ANN = user("ann");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId DESK = new DeviceId("desk");

    /** Empty. */
    protected abstract Registry registry();

    @Test
    void nobodyIsConnectedAtFirst() {
        assertThat(registry().connections(ANN)).isEmpty();
        assertThat(registry().unregister(ANN, PHONE, connection(1))).isFalse();
    }

    @Test
    void findsEveryDeviceOfAUser() {
        Registry registry = registry();
        assertThat(registry.register(ANN, PHONE, connection(1))).isNull();
        assertThat(registry.register(ANN, DESK, connection(2))).isNull();
        assertThat(registry.register(user("ann2"), PHONE, connection(3))).isNull();
        assertThat(registry.connections(ANN)).containsExactlyInAnyOrder(connection(1), connection(2));
    }

    @Test
    void theLastToRegisterHasTheDevice() {
        Registry registry = registry();
        registry.register(ANN, PHONE, connection(1));
        assertThat(registry.register(ANN, PHONE, connection(2))).isEqualTo(connection(1));
        assertThat(registry.connections(ANN)).containsExactly(connection(2));
    }

    @Test
    void aLateGoodbyeRemovesNoSuccessor() {
        Registry registry = registry();
        registry.register(ANN, PHONE, connection(1));
        registry.register(ANN, PHONE, connection(2));
        assertThat(registry.unregister(ANN, PHONE, connection(1))).isFalse();
        assertThat(registry.connections(ANN)).containsExactly(connection(2));
        assertThat(registry.unregister(ANN, PHONE, connection(2))).isTrue();
        assertThat(registry.unregister(ANN, PHONE, connection(2))).isFalse();
        assertThat(registry.connections(ANN)).isEmpty();
    }

    @Test
    void oneDeviceGoesAndTheOthersStay() {
        Registry registry = registry();
        registry.register(ANN, PHONE, connection(1));
        registry.register(ANN, DESK, connection(2));
        assertThat(registry.unregister(ANN, PHONE, connection(1))).isTrue();
        assertThat(registry.connections(ANN)).containsExactly(connection(2));
        assertThat(registry.register(ANN, PHONE, connection(3))).isNull();
        assertThat(registry.connections(ANN)).containsExactlyInAnyOrder(connection(2), connection(3));
    }

    @Test
    void theSameNumberOnAnotherNodeIsAnotherConnection() {
        Registry registry = registry();
        registry.register(ANN, PHONE, new Connection(1, 5));
        assertThat(registry.unregister(ANN, PHONE, new Connection(2, 5))).isFalse();
        assertThat(registry.connections(ANN)).containsExactly(new Connection(1, 5));
    }

    /** Of many that take one device at once, each is told of another before it: one after the other had it. */
    @Test
    void aRaceForADeviceHasOneWinnerAndEveryLoserIsTold() throws Exception {
        Registry registry = registry();
        int racers = 64;
        Set<Connection> replaced = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<@Nullable Connection>> before = new ArrayList<>();
            for (int i = 1; i <= racers; i++) {
                Connection own = connection(i);
                before.add(threads.submit(() -> registry.register(ANN, PHONE, own)));
            }
            for (Future<@Nullable Connection> one : before) {
                Connection loser = one.get(30, TimeUnit.SECONDS);
                if (loser != null) {
                    replaced.add(loser);
                }
            }
        }
        assertThat(replaced).hasSize(racers - 1);
        assertThat(registry.connections(ANN)).hasSize(1).doesNotContainAnyElementsOf(replaced);
    }

    private static Connection connection(long number) {
        return new Connection(9, number);
    }
}
