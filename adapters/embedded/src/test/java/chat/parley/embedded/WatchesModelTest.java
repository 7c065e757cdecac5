package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.RecordedSession;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order: once time has passed, every watcher has last heard what a naive model says is
 * true, and nothing of whom it does not watch.
 */
class WatchesModelTest {

    private static final List<String> USERS =
            IntStream.range(0, 6).mapToObj(i -> "u" + i).toList();

    /** Members of the one group there is, besides its owner. */
    private final Set<String> members = new HashSet<>(USERS);

    private final List<RecordedSession> open = new ArrayList<>();

    /** Whom each session watches. */
    private final Map<RecordedSession, Set<String>> watched = new HashMap<>();

    /** When the last session of a user went, in the clock's milliseconds, and his status then. */
    private final Map<String, Long> left = new HashMap<>();

    private final Map<String, PresenceStatus> statusWhenLeft = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWatcherHearsWhatIsTrue(long seed, @TempDir Path directory) {
        Random random = new Random(seed);
        try (Fabric fabric = new Fabric(directory)) {
            fabric.script.group("g", "owner", USERS.toArray(String[]::new)[0], "u1", "u2", "u3", "u4", "u5");
            fabric.happen();
            for (int i = 0; i < 600; i++) {
                act(fabric, random);
                if (random.nextInt(25) == 0) {
                    fabric.pass(Duration.ofSeconds(random.nextInt(40)));
                } else if (random.nextBoolean()) {
                    fabric.pass(Duration.ofMillis(100L * random.nextInt(6)));
                }
                if (random.nextInt(20) == 0) {
                    fabric.directoryDown = false;
                    fabric.pass(Duration.ofMillis(2_100));
                    check(fabric, "seed " + seed + ", after step " + i);
                }
            }
        }
    }

    private void act(Fabric fabric, Random random) {
        String user = USERS.get(random.nextInt(USERS.size()));
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                if (open.size() < 15) {
                    open.add(fabric.connect(user, "d" + random.nextInt(1_000_000)));
                }
            }
            case 2, 3, 4 -> {
                if (!open.isEmpty()) {
                    fabric.say(open.get(random.nextInt(open.size())), random.nextBoolean());
                }
            }
            case 5, 6 -> {
                if (!open.isEmpty()) {
                    close(fabric, open.remove(random.nextInt(open.size())));
                }
            }
            case 7 -> watch(fabric, random);
            case 8 -> fabric.directoryDown = random.nextBoolean();
            default -> {
                if (!fabric.directoryDown) {
                    moveIn(fabric, user);
                }
            }
        }
    }

    private void close(Fabric fabric, RecordedSession session) {
        String user = session.user().value();
        PresenceStatus before = status(fabric, user, session);
        fabric.presence.closed(session);
        watched.remove(session);
        if (open.stream().noneMatch(other -> other.user().equals(session.user()))) {
            left.put(user, fabric.clock.millis());
            statusWhenLeft.put(user, before);
        }
    }

    private void watch(Fabric fabric, Random random) {
        if (open.isEmpty() || fabric.directoryDown) {
            return;
        }
        RecordedSession session = open.get(random.nextInt(open.size()));
        List<String> users = USERS.stream().filter(_ -> random.nextBoolean()).toList();
        fabric.presence.watch(session, null, users.stream().map(UserId::new).toList());
        Set<String> seen = new HashSet<>(users);
        seen.removeIf(other -> !shares(session.user().value(), other));
        watched.put(session, seen);
    }

    /** Joins who is out, and removes who is in; watches between those who share nothing any more end. */
    private void moveIn(Fabric fabric, String user) {
        if (members.remove(user)) {
            fabric.script.remove("g", "owner", user);
            watched.forEach((session, users) ->
                    users.removeIf(other -> !shares(session.user().value(), other)));
        } else {
            members.add(user);
            fabric.script.add("g", "owner", user);
        }
        fabric.happen();
        fabric.step();
    }

    private boolean shares(String one, String other) {
        return one.equals(other) || (members.contains(one) && members.contains(other));
    }

    private PresenceStatus status(Fabric fabric, String user, RecordedSession... closing) {
        List<RecordedSession> devices = new ArrayList<>(open);
        devices.addAll(List.of(closing));
        devices.removeIf(device -> !device.user().value().equals(user));
        if (!devices.isEmpty()) {
            return devices.stream().allMatch(RecordedSession::isAway) ? PresenceStatus.AWAY : PresenceStatus.ONLINE;
        }
        Long since = left.get(user);
        PresenceStatus before = statusWhenLeft.get(user);
        return since != null && before != null && fabric.clock.millis() < since + 30_000
                ? before
                : PresenceStatus.OFFLINE;
    }

    private void check(Fabric fabric, String when) {
        int watches = 0;
        for (RecordedSession session : open) {
            Set<String> users = watched.getOrDefault(session, Set.of());
            watches += users.size();
            Map<String, String> heard = new HashMap<>();
            for (String frame : session.told()) {
                String[] words = frame.split(" is ", 2);
                if (words.length == 2 && USERS.contains(words[0])) {
                    heard.put(words[0], words[1]);
                }
            }
            for (String user : users) {
                assertThat(heard.get(user))
                        .describedAs("%s: what %s has last heard of %s", when, session.user(), user)
                        .isEqualTo(status(fabric, user).toString());
            }
        }
        assertThat(fabric.presence.watchCount()).describedAs(when).isEqualTo(watches);
    }
}
