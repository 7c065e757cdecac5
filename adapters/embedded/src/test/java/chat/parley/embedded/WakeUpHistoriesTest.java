package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.RecordedSession;
import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.embedded.RecordedProvider.Sent;
import chat.parley.push.Notification;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.Level;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of messages, readings, sockets, mutes, failing providers, take-overs and restarts. At their end no
 * wake-up that was owed is lost, none was sent for what was read, every badge was what a recount came to, and what was
 * read elsewhere is shown no more.
 */
class WakeUpHistoriesTest {

    private static final int STEPS = 200;
    private static final int HISTORIES = 5;
    private static final List<String> USERS = List.of("ann", "bob", "cid");
    private static final Map<String, List<String>> CONVERSATIONS =
            Map.of("g", USERS, "h", List.of("ann", "bob"), "d", List.of("bob", "cid"));

    /** What the providers do is in the hands of these. */
    private record Home(String user, String device, Platform platform) {}

    private static final List<Home> HOMES = List.of(
            new Home("ann", "phone", Platform.APNS),
            new Home("bob", "phone", Platform.APNS),
            new Home("bob", "tablet", Platform.FCM),
            new Home("cid", "phone", Platform.FCM));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepThePromises(long first, @TempDir Path directory) {
        for (long seed = first * 1_000; seed < first * 1_000 + HISTORIES; seed++) {
            try (History history = new History(seed, directory.resolve("s" + seed))) {
                history.run();
            }
        }
    }

    private static final class History implements AutoCloseable {

        private final String name;
        private final Random random;
        private final PushWorld world;

        private final Map<String, List<Message>> said = new HashMap<>();
        private final Map<String, Long> readSeqs = new HashMap<>();
        private final Map<Home, RecordedSession> connected = new HashMap<>();

        /** In which step each was last so. */
        private final Map<Home, Integer> lastConnected = new HashMap<>();

        private final Map<String, Integer> lastMuted = new HashMap<>();
        private final Map<String, Integer> lastRead = new HashMap<>();
        private final Map<MessageId, Integer> saidIn = new HashMap<>();
        private final Map<String, Boolean> muted = new HashMap<>();

        /** What each device shows of each conversation. */
        private final Map<String, MessageId> shown = new HashMap<>();

        private final List<Sent> held = new ArrayList<>();
        private double failing;
        private boolean holding;
        private int step;

        History(long seed, Path directory) {
            name = "seed " + seed;
            random = new Random(seed);
            PushRules rules =
                    new PushRules(Duration.ofDays(7), Duration.ofSeconds(10), Preferences.Preview.FULL, 4, 1_000, 0, 0);
            world = new PushWorld(directory, seed, rules);
            CONVERSATIONS.forEach((id, users) -> world.script.group(id, users.toArray(String[]::new)));
            world.happen();
            HOMES.forEach(home -> world.device(home.user(), home.device(), home.platform()));
            world.providers.values().forEach(provider -> provider.holds = true);
        }

        void run() {
            for (step = 1; step <= STEPS; step++) {
                act();
                answer();
            }
            failing = 0;
            holding = false;
            for (int i = 0; i < 12; i++) {
                world.pass(Duration.ofMinutes(10));
                work();
            }
            assertThat(world.owed()).as(name).isZero();
            HOMES.forEach(home -> CONVERSATIONS.keySet().forEach(id -> check(home, id)));
        }

        private void act() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> say();
                case 4, 5 -> read();
                case 6, 7 -> toggleSocket(HOMES.get(random.nextInt(HOMES.size())));
                case 8 -> toggleMute();
                case 9 -> failing = random.nextInt(3) * 0.4;
                case 10 -> holding = !holding;
                case 11, 12, 13 -> world.pass(Duration.ofMillis(random.nextInt(3_000)));
                case 14 -> world.pass(Duration.ofSeconds(random.nextInt(90)));
                case 15, 16 -> plan();
                case 17, 18 -> send();
                default -> end();
            }
        }

        private void say() {
            String id = any(List.copyOf(CONVERSATIONS.keySet()));
            String from = any(Objects.requireNonNull(CONVERSATIONS.get(id)));
            Message message = world.say(id, from, "text " + step);
            said.computeIfAbsent(id, _ -> new ArrayList<>()).add(message);
            saidIn.put(message.id(), step);
            readThrough(from, message);
        }

        private void read() {
            String id = any(List.copyOf(CONVERSATIONS.keySet()));
            List<Message> all = said.getOrDefault(id, List.of());
            if (!all.isEmpty()) {
                String user = any(Objects.requireNonNull(CONVERSATIONS.get(id)));
                Message upTo = all.get(all.size() - 1 - random.nextInt(Math.min(3, all.size())));
                world.read(user, upTo);
                readThrough(user, upTo);
            }
        }

        private void readThrough(String user, Message upTo) {
            String key = user + " " + upTo.conversation();
            if (upTo.seq() > readSeqs.getOrDefault(key, 0L)) {
                readSeqs.put(key, upTo.seq());
                lastRead.put(key, step);
                connected.keySet().forEach(this::clearRead);
            }
        }

        /** A device that is connected knows what has been read. */
        private void clearRead(Home home) {
            for (String id : CONVERSATIONS.keySet()) {
                shown.computeIfPresent(
                        place(home, id), (_, upTo) -> seqOf(id, upTo) > readSeq(home.user(), id) ? upTo : null);
            }
        }

        private static String place(Home home, String id) {
            return home.user() + "'s " + home.device() + " " + id;
        }

        private long seqOf(String id, MessageId message) {
            return messages(id).stream()
                    .filter(one -> one.id().equals(message))
                    .mapToLong(Message::seq)
                    .sum();
        }

        private void toggleSocket(Home home) {
            RecordedSession session = connected.remove(home);
            lastConnected.put(home, step);
            if (session == null) {
                connected.put(home, world.connect(home.user(), home.device()));
                clearRead(home);
            } else {
                world.sessions.closed(session);
            }
        }

        private void toggleMute() {
            String id = any(List.copyOf(CONVERSATIONS.keySet()));
            String user = any(Objects.requireNonNull(CONVERSATIONS.get(id)));
            String key = user + " " + id;
            boolean now = !muted.getOrDefault(key, false);
            muted.put(key, now);
            lastMuted.put(key, step);
            Level level = now ? Level.NONE : Level.ALL;
            world.preferences.put(
                    Script.user(user), new ConversationId(id), new Preferences.OfConversation(level, null));
        }

        /** The process ends, or another takes over while it goes on; whatever was under way did not arrive. */
        private void end() {
            if (random.nextInt(4) == 0) {
                world.restart();
                connected.keySet().forEach(home -> lastConnected.put(home, step));
                connected.clear();
            } else {
                world.begin();
            }
            held.forEach(one -> one.answer().complete(new PushOutcome.RetryLater(null, "gone")));
            held.clear();
        }

        private void plan() {
            try {
                world.planner.step(Duration.ZERO);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void send() {
            try {
                world.gateway.step(Duration.ZERO);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            collect();
        }

        private void work() {
            int before;
            do {
                before = world.sent().size();
                world.work();
                collect();
                answer();
                world.work();
            } while (world.sent().size() > before || !held.isEmpty());
        }

        /** Looks at what was sent since. */
        private void collect() {
            for (RecordedProvider provider : world.providers.values()) {
                provider.sent.forEach(this::checkSent);
                held.addAll(provider.sent);
                provider.sent.clear();
            }
        }

        private void answer() {
            while (!held.isEmpty() && !(holding && random.nextInt(4) > 0)) {
                Sent one = held.removeFirst();
                if (random.nextDouble() < failing) {
                    Duration after = random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(100));
                    one.answer().complete(new PushOutcome.RetryLater(after, "busy"));
                } else {
                    show(one);
                    one.answer().complete(RecordedProvider.ACCEPTED);
                }
            }
        }

        private void show(Sent one) {
            String device = one.target().user() + "'s " + one.target().device() + " ";
            switch (one.notification()) {
                case Notification.Show show -> shown.put(device + show.conversation(), show.upTo());
                case Notification.Clear clear -> shown.remove(device + clear.conversation());
                case Notification.Test _ -> throw new AssertionError("nobody asked for it");
            }
        }

        private void checkSent(Sent one) {
            String user = one.target().user().value();
            assertThat(one.notification().badge()).as(name + ", step " + step).isEqualTo(unread(user));
            assertThat(connected.keySet())
                    .as(name + ", step " + step)
                    .noneMatch(home -> home.user().equals(user)
                            && home.device().equals(one.target().device().value()));
            if (one.notification() instanceof Notification.Show show) {
                String id = show.conversation().value();
                Message message = messages(id).stream()
                        .filter(any -> any.id().equals(show.upTo()))
                        .findAny()
                        .orElseThrow();
                assertThat(message.from().value()).as(name).isNotEqualTo(user);
                assertThat(message.seq()).as(name + ", step " + step).isGreaterThan(readSeq(user, id));
                assertThat(muted.getOrDefault(user + " " + id, false)).as(name).isFalse();
            }
        }

        private long unread(String user) {
            return CONVERSATIONS.keySet().stream()
                    .filter(id -> Objects.requireNonNull(CONVERSATIONS.get(id)).contains(user))
                    .flatMap(id -> messages(id).stream().filter(message -> message.seq() > readSeq(user, id)))
                    .count();
        }

        /** The last message that nothing speaks against is shown; what has been read is not. */
        private void check(Home home, String id) {
            if (connected.containsKey(home)
                    || !Objects.requireNonNull(CONVERSATIONS.get(id)).contains(home.user())) {
                return;
            }
            String key = home.user() + " " + id;
            int undisturbed = Math.max(lastConnected.getOrDefault(home, 0), lastMuted.getOrDefault(key, 0));
            MessageId shows = shown.get(place(home, id));
            if (!muted.getOrDefault(key, false)) {
                checkNothingLost(home, id, undisturbed, shows);
            }
            if (shows != null && lastRead.getOrDefault(key, 0) > lastConnected.getOrDefault(home, 0)) {
                assertThat(seqOf(id, shows)).as(name + " " + home + " " + id).isGreaterThan(readSeq(home.user(), id));
            }
        }

        private void checkNothingLost(Home home, String id, int undisturbed, @Nullable MessageId shows) {
            messages(id).stream()
                    .filter(message -> !message.from().value().equals(home.user()))
                    .filter(message -> message.seq() > readSeq(home.user(), id))
                    .filter(message -> Objects.requireNonNull(saidIn.get(message.id())) > undisturbed)
                    .reduce((_, last) -> last)
                    .ifPresent(last ->
                            assertThat(shows).as(name + " " + home + " " + id).isEqualTo(last.id()));
        }

        private List<Message> messages(String id) {
            return said.getOrDefault(id, List.of());
        }

        private long readSeq(String user, String id) {
            return readSeqs.getOrDefault(user + " " + id, 0L);
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
