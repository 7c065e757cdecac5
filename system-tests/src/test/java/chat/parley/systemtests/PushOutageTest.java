package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While APNs refuses and FCM hangs, people talk as before; afterwards whoever is owed a wake-up gets it, and nobody else. */
class PushOutageTest {

    private static final int GROUPS = 10;
    private static final int AWAY = 40;

    /** Of each sender, ten a second, while the services are down: {@code -Doutage.sends=6000} for ten minutes. */
    private static final int SENDS = Integer.getInteger("outage.sends", 60);

    /** The same before, to compare with: two minutes at most. */
    private static final int SENDS_BEFORE = Math.min(SENDS, 1_200);

    /** Two groups each, so that a badge is a sum. */
    private static List<Integer> groupsOf(int user) {
        return List.of(user % GROUPS, (user + 1 + user / GROUPS) % GROUPS);
    }

    @Test
    void sendsDoNotFeelItAndWhatIsOwedComesAfterwards(@TempDir Path data, @TempDir Path keys) throws Exception {
        try (LocalAppPush providers = new LocalAppPush(keys);
                RunningServer server = providers.server(data, "--limits=off")) {
            List<String> groups = groups(server);
            List<Device> senders = new ArrayList<>();
            for (int group = 0; group < GROUPS; group++) {
                senders.add(sender(server, "s" + group));
            }
            send(senders, groups, "warm", 30);
            long[] before = send(senders, groups, "up", SENDS_BEFORE);
            providers.fail();
            long[] meanwhile = send(senders, groups, "down", SENDS);
            report("up", before);
            report("down", meanwhile);
            await(server, "parley_push_closed", 1);
            assertThat(providers.unanswered()).isPositive();
            for (int user = 0; user < GROUPS; user++) {
                read(new Api(server, "u" + user), groups.get(user));
            }
            providers.byApple.clear();
            providers.byGoogle.clear();
            long back = System.nanoTime();
            providers.recover();
            await(server, "parley_push_owed", 0);
            System.out.printf("all owed sent %.1f s after the recovery%n", (System.nanoTime() - back) / 1e9);

            assertThat(server.log().lines().filter(line -> line.contains(" Guarded: ")))
                    .as("told once of each, and not at each try")
                    .map(line -> line.replaceFirst("^\\S+ ", "").replaceFirst("\\(.*\\)", "()"))
                    .containsExactlyInAnyOrder(
                            "WARNING Guarded: APNS fails (): what is owed waits, and it is asked now and then",
                            "WARNING Guarded: FCM fails (): what is owed waits, and it is asked now and then",
                            "INFO Guarded: APNS answers again: what is owed is sent",
                            "INFO Guarded: FCM answers again: what is owed is sent");
            assertThat(server.log()).doesNotContain("\tat ");
            assertThat(shown(providers)).containsExactlyInAnyOrderEntriesOf(owed(server, groups));
            assertThat(at(meanwhile, 50)).isLessThan(3 * at(before, 50) + 10_000);
            assertThat(usual99(meanwhile)).isLessThan(3 * usual99(before) + 20_000);
            senders.forEach(Device::close);
        }
    }

    /** With a token that is good for longer than any outage here. */
    private static Device sender(RunningServer server, String user) {
        Instant end = Instant.now().plus(Duration.ofHours(1));
        Device connected = Device.withToken(server, "d", Tokens.of(user, end));
        connected.await("ready");
        return connected;
    }

    private static List<String> groups(RunningServer server) {
        for (int user = 0; user < AWAY; user++) {
            LocalAppPush.register(new Api(server, "u" + user), "d", user % 2 == 0 ? "apns" : "fcm", token(user));
        }
        List<String> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            List<String> members = new ArrayList<>();
            for (int user = 0; user < AWAY; user++) {
                if (groupsOf(user).contains(group)) {
                    members.add("u" + user);
                }
            }
            groups.add(new Api(server, "s" + group).group("Group " + group, members.toArray(String[]::new)));
        }
        return groups;
    }

    private static String token(int user) {
        return String.format("%064x", user + 1);
    }

    /** Each sender says something ten times a second. @return microseconds from send to ack, in their order */
    private static long[] send(List<Device> senders, List<String> groups, String phase, int each) throws Exception {
        Collection<Long> micros = new ConcurrentLinkedQueue<>();
        Collection<String> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch left = new CountDownLatch(GROUPS * each);
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(GROUPS)) {
            for (int group = 0; group < GROUPS; group++) {
                Device sender = senders.get(group);
                String conversation = groups.get(group);
                AtomicInteger said = new AtomicInteger();
                Runnable say = () -> {
                    int number = said.getAndIncrement();
                    if (number >= each) {
                        return;
                    }
                    long began = System.nanoTime();
                    try {
                        JsonNode ack = sender.acked(conversation, phase + number, "Hello " + number);
                        micros.add((System.nanoTime() - began) / 1000);
                        if (!Device.is(ack, "ack")) {
                            failures.add(ack.toString());
                        }
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(phase + number + ": " + e);
                    } finally {
                        left.countDown();
                    }
                };
                var _ = clock.scheduleAtFixedRate(say, group * 10L, 100, TimeUnit.MILLISECONDS);
            }
            assertThat(left.await(60 + each / 10, TimeUnit.SECONDS)).isTrue();
            clock.shutdownNow();
        }
        assertThat(failures).isEmpty();
        return micros.stream().mapToLong(Long::longValue).toArray();
    }

    private static long at(long[] micros, int percent) {
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * percent / 100];
    }

    /** The p99 of the second in the middle, of all seconds by their p99: what else the machine does for some does not count. */
    private static long usual99(long[] micros) {
        int perSecond = GROUPS * 10;
        return at(
                IntStream.range(0, micros.length / perSecond)
                        .mapToLong(i -> at(Arrays.copyOfRange(micros, i * perSecond, (i + 1) * perSecond), 99))
                        .toArray(),
                50);
    }

    private static void report(String phase, long[] micros) {
        System.out.printf(
                "providers %s: %d sends, median %d us, p99 %d us, of most seconds %d us, max %d us%n",
                phase, micros.length, at(micros, 50), at(micros, 99), usual99(micros), at(micros, 100));
    }

    private static void read(Api user, String conversation) {
        String last = standing(user, conversation).path("last_message_id").asText();
        Api.Answer answer =
                user.call("PUT", "/api/conversations/" + conversation + "/read", "{\"message_id\":\"" + last + "\"}");
        assertThat(answer.status()).isBetween(200, 204);
    }

    private static JsonNode standing(Api user, String conversation) {
        return user.get("/api/conversations/" + conversation).body();
    }

    /** By token and conversation: last message, unread, badge. Unread counts what each has not read since he is there. */
    private static Map<String, String> owed(RunningServer server, List<String> groups) {
        Map<String, String> owed = new HashMap<>();
        for (int user = 0; user < AWAY; user++) {
            Api api = new Api(server, "u" + user);
            List<JsonNode> all = groupsOf(user).stream()
                    .map(group -> standing(api, groups.get(group)))
                    .toList();
            long badge = all.stream()
                    .flatMapToLong(it -> LongStream.of(it.path("unread").asLong()))
                    .sum();
            int known = user < GROUPS ? 1 : 2;
            assertThat(badge).as("unread of u" + user).isGreaterThanOrEqualTo(known * (30L + SENDS_BEFORE + SENDS));
            for (JsonNode one : all) {
                if (one.path("unread").asLong() > 0) {
                    owed.put(
                            token(user) + " " + one.path("conversation_id").asText(),
                            one.path("last_message_id").asText() + " "
                                    + one.path("unread").asLong() + " " + badge);
                }
            }
        }
        assertThat(owed).hasSize(2 * AWAY - GROUPS);
        return owed;
    }

    /** What each device shows of each conversation since the recovery: the last that its service accepted. */
    private static Map<String, String> shown(LocalAppPush providers) {
        Map<String, String> shown = new HashMap<>();
        for (LocalAppPush.Pushed pushed : providers.byApple) {
            if (pushed.pathOrType().endsWith(" alert")) {
                String token = pushed.pathOrType().replaceAll(".*/| alert", "");
                put(shown, token, pushed.body().path("parley"), pushed.body().at("/aps/badge"));
            }
        }
        for (LocalAppPush.Pushed pushed : providers.byGoogle) {
            JsonNode message = pushed.body().path("message");
            if (message.at("/data/type").asText().equals("show")) {
                put(shown, message.path("token").asText(), message.path("data"), message.at("/data/badge"));
            }
        }
        return shown;
    }

    private static void put(Map<String, String> shown, String token, JsonNode told, JsonNode badge) {
        shown.put(
                token + " " + told.path("conversation_id").asText(),
                told.path("message_id").asText() + " " + told.path("unread").asLong() + " " + badge.asLong());
    }

    /** Until a gauge of both platforms has this value. */
    private static void await(RunningServer server, String gauge, int value) {
        Metrics metrics = new Metrics(server);
        Duration atMost = Duration.ofSeconds(90 + SENDS / 10);
        for (String platform : List.of("apns", "fcm")) {
            metrics.await(gauge + "{platform=\"" + platform + "\"}", value, atMost);
        }
    }
}
