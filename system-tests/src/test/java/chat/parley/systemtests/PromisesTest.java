package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acked is stored, one key is one message, one order: through retries, connections and kills. */
class PromisesTest {

    @TempDir
    Path data;

    @Test
    void oneKeyIsOneMessageOnEveryPathAndAfterAKill() {
        String id;
        JsonNode first;
        RunningServer server = RunningServer.start(data);
        try (Device ann = Device.of(server, "ann", "d");
                Device tablet = Device.of(server, "ann", "t")) {
            id = new Api(server, "ann").direct("bob");
            first = ann.acked(id, "k", "hello");
            assertThat(first.has("duplicate")).isFalse();
            JsonNode again = tablet.acked(id, "k", "hello");
            assertThat(again.path("duplicate").asBoolean()).isTrue();
            assertThat(again.path("message_id")).isEqualTo(first.path("message_id"));
            assertThat(tablet.acked(id, "k", "other").path("code").asText()).isEqualTo("conflict");
        }
        server.kill();
        try (RunningServer successor = server.restart()) {
            Api.Answer retry = new Api(successor, "ann").post("/api/messages", """
                    {"conversation_id":"%s","client_msg_id":"k","text":"hello"}""".formatted(id));
            assertThat(retry.status()).isEqualTo(200);
            assertThat(retry.body().path("message_id")).isEqualTo(first.path("message_id"));
            assertThat(retry.body().path("seq")).isEqualTo(first.path("seq"));
            assertThat(new Api(successor, "bob").history(id)).hasSize(1);
            assertThat(new Api(successor, "bob")
                            .post("/api/messages", """
                    {"conversation_id":"%s","client_msg_id":"k","text":"hello"}""".formatted(id))
                            .status())
                    .as("another sender's key is another key")
                    .isEqualTo(201);
        }
        RunningServer.run("verify", "--data", data.toString());
    }

    @Test
    void concurrentSendsOfOneKeyHaveOneFirst() throws Exception {
        try (RunningServer server = RunningServer.start(data);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String id = new Api(server, "ann").direct("bob");
            List<Callable<Api.Answer>> sends = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sends.add(() -> new Api(server, "ann").post("/api/messages", """
                        {"conversation_id":"%s","client_msg_id":"k","text":"hello"}""".formatted(id)));
            }
            List<Api.Answer> answers = results(threads.invokeAll(sends));
            assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
            assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(49);
            assertThat(answers)
                    .extracting(a -> a.body().path("message_id"))
                    .containsOnly(answers.getFirst().body().path("message_id"));
        }
    }

    /** The server is killed between acks while 200 people send and try again. */
    @Test
    void killBetweenAcksLosesAndDoublesNothing() throws Exception {
        int senders = 200;
        int sends = 20;
        List<RunningServer> lives = new ArrayList<>(List.of(RunningServer.start(data)));
        Map<String, JsonNode> acked = new java.util.concurrent.ConcurrentHashMap<>();
        List<String> groups = new ArrayList<>();
        for (int g = 0; g < 10; g++) {
            String[] members = new String[19];
            for (int m = 1; m < 20; m++) {
                members[m - 1] = "u" + (g * 20 + m);
            }
            groups.add(new Api(lives.getFirst(), "u" + g * 20).group("group " + g, members));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                Api api = new Api(lives.getFirst().url(), Tokens.of("u" + s));
                String group = groups.get(s / 20);
                int sender = s;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < sends; i++) {
                        String key = sender + ":" + i;
                        acked.put(key, untilAcked(api, group, key));
                    }
                }));
            }
            Random random = new Random(7);
            for (int kill = 1; kill <= 4; kill++) {
                int after = senders * sends * kill / 5 - random.nextInt(100);
                while (acked.size() < after) {
                    Thread.onSpinWait();
                }
                lives.getLast().kill();
                lives.add(lives.getLast().restart());
            }
            results(running);
        }
        try (RunningServer last = lives.getLast()) {
            assertThat(acked).hasSize(senders * sends);
            for (int g = 0; g < groups.size(); g++) {
                check(new Api(last, "u" + g * 20).history(groups.get(g)), acked, 20 * sends);
            }
        }
        RunningServer.run("verify", "--data", data.toString());
    }

    private static void check(List<JsonNode> history, Map<String, JsonNode> acked, int expected) {
        assertThat(history).hasSize(expected + 1);
        Map<String, Integer> lastOfSender = new HashMap<>();
        String lastId = "";
        for (int i = 0; i < history.size(); i++) {
            JsonNode message = history.get(i);
            assertThat(message.path("seq").asInt()).isEqualTo(i + 1);
            assertThat(message.path("message_id").asText()).isGreaterThan(lastId);
            lastId = message.path("message_id").asText();
            if (message.has("text")) {
                String key = message.path("text").asText();
                JsonNode ack = Objects.requireNonNull(acked.get(key), "never acked: " + key);
                assertThat(message.path("message_id")).isEqualTo(ack.path("message_id"));
                assertThat(message.path("seq")).isEqualTo(ack.path("seq"));
                int number = Integer.parseInt(key.substring(key.indexOf(':') + 1));
                assertThat(lastOfSender.merge(message.path("from").asText(), number, (a, b) -> b > a ? b : -1))
                        .isEqualTo(number);
            }
        }
    }

    /** Sends with one key until there is an answer that is an ack, as a client on a bad network does. */
    private static JsonNode untilAcked(Api api, String group, String key) {
        while (true) {
            try {
                Api.Answer answer = api.post("/api/messages", """
                        {"conversation_id":"%s","client_msg_id":"%s","text":"%s"}""".formatted(group, key, key));
                if (answer.status() == 201 || answer.status() == 200) {
                    return answer.body();
                }
                assertThat(answer.status()).isEqualTo(503);
            } catch (AssertionError e) {
                if (!(e.getCause() instanceof java.io.IOException)) {
                    throw e;
                }
            }
        }
    }

    private static <T> List<T> results(List<? extends Future<? extends T>> futures)
            throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<? extends T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
