package chat.parley.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a call was answered. */
public record Answer(String call, int status, HttpHeaders headers, String text) {

    public JsonNode body() {
        return Json.read(text);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** @return this, with that status */
    public Answer is(int expected) {
        Expect.that(status == expected, "HTTP " + expected + " to " + call, this);
        return this;
    }

    public Answer isEither(int one, int other) {
        Expect.that(status == one || status == other, "HTTP " + one + " or " + other + " to " + call, this);
        return this;
    }

    /** A problem document with this status and code. */
    public Answer is(int expected, String code) {
        is(expected);
        Expect.that(
                header("Content-Type").startsWith("application/problem+json"),
                "Content-Type application/problem+json",
                header("Content-Type"));
        Expect.text(body(), "code", code);
        return this;
    }

    @Override
    public String toString() {
        return "HTTP " + status + " " + Expect.shown(text);
    }
}
