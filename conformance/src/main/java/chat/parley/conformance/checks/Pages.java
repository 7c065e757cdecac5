package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.has;
import static chat.parley.conformance.client.Expect.isText;
import static chat.parley.conformance.client.Expect.texts;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.client.Rest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reading lists in pages. */
final class Pages {

    private static final int PAGES_MAX = 100;

    private Pages() {}

    /** The texts of a field over all pages of a path, which has a query. */
    static List<String> all(Rest rest, String path, String list, String field) {
        List<String> found = new ArrayList<>();
        String more = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode body = rest.get(path + more).is(200).body();
            has(body, list, "next_cursor");
            found.addAll(texts(body.path(list), field));
            if (body.path("next_cursor").isNull()) {
                return found;
            }
            isText(body, "next_cursor");
            more = "&cursor=" + URLEncoder.encode(body.path("next_cursor").asText(), StandardCharsets.UTF_8);
        }
        that(false, "an end of the pages of " + path, PAGES_MAX + " pages");
        return found;
    }

    /** Limits that are none. */
    static void expectLimitRange(Rest rest, String path) {
        rest.get(path + "?limit=1").is(200);
        for (String wrong : List.of("0", "-1", "x", "1000000", "99999999999999999999", "1.5")) {
            rest.get(path + "?limit=" + wrong).is(400, "bad_request");
        }
    }
}
