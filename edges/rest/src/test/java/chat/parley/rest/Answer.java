package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.http.HttpResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request was answered. */
record Answer(String method, String target, HttpResponse response) {

    private static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        return response.status();
    }

    @Nullable
    String header(String name) {
        List<String> values = response.headers().get(name);
        return values == null ? null : String.join(", ", values);
    }

    String body() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(body(), e);
        }
    }

    /** A field that must be there. */
    String text(String field) {
        return json().required(field).asText();
    }

    /** Some field of every entry of a list. */
    List<String> texts(String list, String field) {
        List<String> texts = new ArrayList<>();
        json().required(list).forEach(entry -> texts.add(entry.required(field).asText()));
        return texts;
    }

    Answer expect(int status) {
        assertThat(status()).describedAs("%s %s: %s", method, target, body()).isEqualTo(status);
        return this;
    }

    /** A problem of this code, whose detail says this. */
    void expectProblem(int status, String code, String detail) {
        expect(status);
        assertThat(text("code")).isEqualTo(code);
        assertThat(text("detail")).describedAs("%s %s", method, target).contains(detail);
    }
}
