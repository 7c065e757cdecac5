package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Answer;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Json;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** That a server says when it is asked too often, and when to ask again. */
public final class Rates implements Checks.Section {

    private static final String ROW = "| `rate_limited` | 429 | with `retry_after_ms` (and `Retry-After`) |";

    @Override
    public String title() {
        return "Rates";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("rates.a-user-who-floods-a-socket-is-rate-limited", ROW, Rates::flood);
        checks.check("rates.a-user-who-floods-by-http-gets-429-and-retry-after", ROW, Rates::floodByHttp);
        checks.check("rates.a-conversation-that-is-flooded-is-rate-limited", ROW, Rates::conversation);
        checks.check("rates.logins-from-one-address-are-rate-limited", ROW, Rates::logins);
        checks.check("rates.refused-send-is-stored-when-sent-again", ROW, Rates::again);
    }

    private static void expectRetryAfter(JsonNode error) {
        JsonNode wait = error.path("retry_after_ms");
        that(
                wait.isIntegralNumber() && wait.asLong() > 0 && wait.asLong() <= 60_000,
                "retry_after_ms from 1 to 60,000",
                error);
    }

    private static JsonNode flooded(Person ann, String id) {
        Device device = ann.device();
        List<String> sends = IntStream.range(0, 400)
                .mapToObj(i -> Json.of("type", "send", "conversation_id", id, "client_msg_id", "f" + i, "text", "x")
                        .toString())
                .toList();
        device.flood(sends);
        return device.expect(
                "an error rate_limited to one of 400 sends at once",
                frame -> "rate_limited".equals(frame.path("code").textValue()) && frame.has("client_msg_id"));
    }

    private static void flood(Stage stage) {
        Person ann = stage.person();
        expectRetryAfter(flooded(ann, ann.direct(stage.person())));
    }

    private static void again(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        String key = flooded(ann, id).path("client_msg_id").asText();
        Answer answer = ann.say(id, key, "x");
        that(answer.status() == 201, "201, as nothing was stored before, after retry_after_ms", answer);
    }

    private static void floodByHttp(Stage stage) throws Exception {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        Answer limited = atOnce(
                300,
                i -> ann.rest()
                        .once(
                                "POST",
                                "/api/messages",
                                Json.of("conversation_id", id, "client_msg_id", "f" + i, "text", "x")
                                        .toString()));
        limited.is(429, "rate_limited");
        expectRetryAfter(limited.body());
        that(limited.header("Retry-After").matches("[0-9]+"), "Retry-After in seconds", limited.header("Retry-After"));
    }

    private static void logins(Stage stage) throws Exception {
        String user = stage.fresh("rate");
        stage.register(user);
        Answer limited = atOnce(
                60,
                _ -> stage.nobody()
                        .once(
                                "POST",
                                "/api/auth/login",
                                Json.of("username", user, "password", "not the password")
                                        .toString()));
        limited.is(429, "rate_limited");
        expectRetryAfter(limited.body());
    }

    private static void conversation(Stage stage) {
        List<Person> people =
                IntStream.range(0, 12).mapToObj(_ -> stage.person()).toList();
        String id = people.getFirst().group(people.toArray(Person[]::new));
        List<Device> devices = people.stream().map(Person::device).toList();
        // 70 each, below what one of them may send at once, and 840 together.
        for (Device device : devices) {
            device.flood(IntStream.range(0, 70)
                    .mapToObj(i -> Json.of("type", "send", "conversation_id", id, "client_msg_id", "f" + i, "text", "x")
                            .toString())
                    .toList());
        }
        int limited = 0;
        for (Device device : devices) {
            for (int i = 0; i < 70; i++) {
                JsonNode answer = device.answer("f" + i);
                if ("rate_limited".equals(answer.path("code").textValue())) {
                    expectRetryAfter(answer);
                    limited++;
                }
            }
        }
        that(limited > 0, "rate_limited to some of 840 sends at once to one conversation", "none");
    }

    /** What does one of many calls. */
    private interface Calling {
        Answer call(int number);
    }

    /** @return one that was limited, else any */
    private static Answer atOnce(int many, Calling calling) throws Exception {
        List<Future<Answer>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                int number = i;
                answers.add(threads.submit(() -> calling.call(number)));
            }
        }
        Answer any = answers.getFirst().get();
        for (Future<Answer> answer : answers) {
            any = answer.get().status() == 429 ? answer.get() : any;
        }
        return any;
    }
}
