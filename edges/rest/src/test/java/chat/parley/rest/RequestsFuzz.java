package chat.parley.rest;

import chat.parley.domain.Limits;
import chat.parley.wire.BadInput;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a user asks, it is answered in time, never with a failure of the server's and never at great length. An input
 * is a request as one would write it down: method and target in the first line, the body after it.
 */
public final class RequestsFuzz {

    /** No page of the small node that it runs over is longer. */
    private static final int ANSWER_BYTES_MAX = 256 * 1024;

    private static @Nullable Node node;

    private RequestsFuzz() {}

    /** Before the first input, whose time is measured. */
    public static void fuzzerInitialize() throws IOException {
        node = new Node(Files.createTempDirectory("requests-fuzz"));
        node.exchange(new HttpRequest(
                "POST",
                "/api/conversations",
                headers(),
                "192.0.2.1",
                "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}".getBytes(StandardCharsets.UTF_8)));
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        int line = text.indexOf('\n');
        if (space < 1 || line < space) {
            readBody(input);
            return;
        }
        byte[] body = Arrays.copyOfRange(input, line + 1, input.length);
        HttpRequest request = new HttpRequest(
                text.substring(0, space), text.substring(space + 1, line), headers(), "192.0.2.1", body);
        HttpResponse answer = Objects.requireNonNull(node).exchange(request);
        if (answer.status() < 200 || answer.status() >= 500 || answer.body().length > ANSWER_BYTES_MAX) {
            throw new AssertionError(answer.status() + " with " + answer.body().length + " bytes: " + text);
        }
    }

    private static void readBody(byte[] input) {
        try {
            JsonBody body = JsonBody.read(input);
            String text = body.text("type");
            if (text != null && text.length() > Limits.FRAME_BYTES_MAX) {
                throw new AssertionError("a text longer than its body");
            }
        } catch (BadInput e) {
            if (String.valueOf(e.getMessage()).length() > 200) {
                throw new AssertionError("a long answer: " + e.getMessage(), e);
            }
        }
    }

    private static Map<String, List<String>> headers() {
        return Map.of("authorization", List.of("Bearer token-of-alice"), "content-type", List.of("application/json"));
    }
}
