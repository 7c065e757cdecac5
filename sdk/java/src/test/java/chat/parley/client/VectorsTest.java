package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios that every client library passes: {@code sdk/vectors}, whose README says what a step means. */
class VectorsTest {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(5));
    private static final Path VECTORS = Path.of("../vectors/client.json");

    @TempDir
    Path home;

    @TestFactory
    Stream<DynamicTest> theClientDoesWhatItShould() throws IOException {
        List<JsonObject> scenarios = Json.parse(Files.readString(VECTORS)).objects("scenarios");
        assertThat(scenarios).isNotEmpty();
        return scenarios.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.text("name"), () -> {
                    try (Runner runner = new Runner(scenario, Files.createTempDirectory(home, "vector"))) {
                        runner.run();
                    }
                }));
    }

    private static final class Runner implements AutoCloseable {
        private final JsonObject scenario;
        private final Path directory;
        private final ScriptedServer server = new ScriptedServer();
        private final Told told = new Told();
        private final ArrayDeque<String> tokens;
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, String> history = new HashMap<>();
        private final List<String> heardTypes = new ArrayList<>();
        private ParleyClient client;
        private @Nullable ScriptedSocket socket;

        Runner(JsonObject scenario, Path directory) {
            this.scenario = scenario;
            this.directory = directory;
            this.tokens = new ArrayDeque<>(scenario.texts("tokens"));
            server.rest((_, path, _) -> history.get(URLDecoder.decode(path, StandardCharsets.UTF_8)
                    .replaceAll("[?&]limit=\\d+", "")
                    .replace("messages&", "messages?")));
            this.client = open();
        }

        void run() throws Exception {
            for (JsonObject step : scenario.objects("steps")) {
                try {
                    step(step);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("at " + write(step), e);
                }
            }
            assertThat(told.left()).as("nothing else was given").isEmpty();
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }

        private ParleyClient open() {
            ParleyClient opened = ParleyClient.builder(server.url())
                    .tokens(this::token)
                    .deviceId("d")
                    .directory(directory)
                    .backoff(QUICK)
                    .listener(told)
                    .build();
            opened.connect();
            return opened;
        }

        private String token(TokenProvider.Need need) {
            if (!scenario.fields().containsKey("tokens")) {
                return "t";
            }
            String next = tokens.poll();
            if (next == null) {
                throw new ParleyException(ErrorCode.UNAUTHORIZED, "no more tokens after " + need);
            }
            return next.startsWith("expires:") ? jwt(Long.parseLong(next.substring(8))) : next;
        }

        private void step(JsonObject step) throws Exception {
            for (String what : step.fields().keySet()) {
                switch (what) {
                    case "accept" -> accept(step.object("accept"));
                    case "hears" -> hears(step);
                    case "heard" ->
                        assertThat(heardTypes.stream()
                                        .filter(step.object("heard").text("type")::equals))
                                .hasSizeLessThanOrEqualTo((int) step.number("most"));
                    case "says" -> socket().say(write(filled(step.object("says"))));
                    case "message" -> messages(step);
                    case "gives" -> gives(step.objects("gives"));
                    case "givesCount" -> told.seqs((int) step.number("givesCount"));
                    case "sends" -> sends(step);
                    case "fails" -> fails(step);
                    case "reads" ->
                        client.read(
                                step.object("reads").text("conversation_id"),
                                step.object("reads").text("message_id"));
                    case "tells" -> tells(step.object("tells"));
                    case "history" -> history(step.object("history"));
                    case "ends" -> ends((int) step.number("ends"));
                    case "state" ->
                        told.until(
                                switch (step.text("state")) {
                                    case "online" -> ConnectionState.READY;
                                    case "replaced" -> ConnectionState.REPLACED;
                                    case "signed-out" -> ConnectionState.REFUSED;
                                    default -> throw new AssertionError("a state that is none");
                                });
                    case "reconnects" -> client.connect();
                    case "restarts" -> {
                        client.close();
                        client = open();
                    }
                    case "lacks", "bind", "most", "eventually", "for", "as", "code" -> {
                        // Of the step that they stand beside.
                    }
                    default -> throw new AssertionError("a step that is none");
                }
            }
        }

        private void accept(JsonObject wanted) throws InterruptedException {
            ScriptedSocket next = server.socket();
            socket = next;
            heardTypes.clear();
            if (!wanted.text("token").isEmpty()) {
                assertThat(next.token).isEqualTo(wanted.text("token"));
            }
            next.ready("ann", 30_000);
        }

        private void hears(JsonObject step) throws InterruptedException {
            JsonObject wanted = filled(step.object("hears"));
            JsonObject frame = next(wanted.text("type"));
            while (step.flag("eventually") && !contains(frame, wanted)) {
                frame = next(wanted.text("type"));
            }
            assertThat(contains(frame, wanted)).as(write(frame)).isTrue();
            assertThat(frame.fields()).doesNotContainKeys(step.texts("lacks").toArray(String[]::new));
            for (String field : step.object("most").fields().keySet()) {
                assertThat(frame.object(field).fields())
                        .hasSizeLessThanOrEqualTo((int) step.object("most").number(field));
            }
            for (String name : step.object("bind").fields().keySet()) {
                names.put(name, frame.text(step.object("bind").text(name)));
            }
        }

        private JsonObject next(String type) throws InterruptedException {
            JsonObject frame = socket().hears(type);
            heardTypes.add(type);
            return frame;
        }

        private void messages(JsonObject step) {
            for (long n = 1; n <= Math.max(1, step.number("for")); n++) {
                names.put("n", Long.toString(n));
                JsonObject given = filled(step.object("message"));
                long seq =
                        given.fields().get("seq") instanceof String text ? Long.parseLong(text) : given.number("seq");
                Map<String, @Nullable Object> message = new LinkedHashMap<>();
                message.put("type", "message");
                message.put("message_id", ScriptedSocket.id(seq));
                message.put("from", "bob");
                message.put("text", Long.toString(seq));
                message.put("server_ts", 1L);
                message.putAll(given.fields());
                message.put("seq", seq);
                socket().say(write(new JsonObject(message)));
            }
        }

        private void gives(List<JsonObject> wanted) throws InterruptedException {
            for (JsonObject one : wanted) {
                Message message = told.next(Message.class);
                assertThat(message.conversationId() + " " + message.seq())
                        .isEqualTo(one.text("conversation_id") + " " + one.number("seq"));
            }
        }

        private void sends(JsonObject step) {
            JsonObject send = step.object("sends");
            OutgoingMessage message =
                    OutgoingMessage.of(send.text("conversation_id"), ClientMsgIds.next(), send.text("text"));
            names.put(step.text("as"), message.clientMsgId());
            var _ = client.send(message);
        }

        private void fails(JsonObject step) throws InterruptedException {
            Told.Failed failed = told.next(Told.Failed.class);
            assertThat(failed.message().clientMsgId()).isEqualTo(names.get(step.text("fails")));
            assertThat(failed.reason().code()).isEqualTo(ErrorCode.ofWire(step.text("code")));
        }

        private void tells(JsonObject wanted) throws InterruptedException {
            Receipt receipt = told.next(Receipt.class);
            assertThat(receipt.userId()).isEqualTo(wanted.text("user_id"));
            assertThat(receipt.messageId()).isEqualTo(wanted.text("message_id"));
            assertThat(receipt.kind().name()).isEqualToIgnoringCase(wanted.text("kind"));
        }

        private void history(JsonObject page) {
            List<Long> seqs = page.fields().get("seqs") instanceof List<?> numbers
                    ? numbers.stream().map(Long.class::cast).toList()
                    : List.of();
            String messages = String.join(
                    ",",
                    seqs.stream()
                            .map(seq -> ScriptedSocket.messageJson(page.text("conversation_id"), seq))
                            .toList());
            history.put(
                    "/api/conversations/" + page.text("conversation_id") + "/messages?after=" + page.text("after"),
                    "{\"messages\":[" + messages + "],\"next_cursor\":null}");
        }

        private void ends(int code) {
            if (code == 1006) {
                socket().cut();
            } else {
                socket().close(code);
            }
        }

        private ScriptedSocket socket() {
            return Objects.requireNonNull(socket, "no socket yet");
        }

        private JsonObject filled(JsonObject object) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            object.fields().forEach((field, value) -> fields.put(field, filledValue(value)));
            return new JsonObject(fields);
        }

        private @Nullable Object filledValue(@Nullable Object value) {
            return switch (value) {
                case JsonObject object -> filled(object);
                case String text
                when text.indexOf('$') >= 0 -> {
                    int at = text.indexOf('$');
                    yield text.substring(0, at) + names.getOrDefault(text.substring(at + 1), text.substring(at));
                }
                case null, default -> value;
            };
        }
    }

    /** Whether a value has the wanted fields, and theirs; others may be there. */
    private static boolean contains(@Nullable Object value, @Nullable Object wanted) {
        if (value instanceof JsonObject object && wanted instanceof JsonObject fields) {
            return fields.fields().entrySet().stream()
                    .allMatch(field -> contains(object.fields().get(field.getKey()), field.getValue()));
        }
        return Objects.equals(value, wanted);
    }

    private static String write(JsonObject object) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            write(json, object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case JsonObject object -> {
                json.writeStartObject();
                for (Map.Entry<String, @Nullable Object> field : object.fields().entrySet()) {
                    json.writeFieldName(field.getKey());
                    write(json, field.getValue());
                }
                json.writeEndObject();
            }
            case List<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case null, default -> json.writeNull();
        }
    }

    private static String jwt(long lifeMillis) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        long exp = Instant.now().plusMillis(lifeMillis).getEpochSecond();
        String claims = "{\"sub\":\"ann\",\"exp\":" + exp + "}";
        return "e30." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".x";
    }
}
