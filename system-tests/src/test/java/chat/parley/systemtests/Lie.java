package chat.parley.systemtests;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A way in which a server could break the contract.
 *
 * @param check the one that is there to find it
 * @param change of a text frame, or of a whole answer of HTTP; to nothing, when nothing is said at all
 */
record Lie(String name, String check, UnaryOperator<String> change) {

    private static final String OTHER_CLOSE_CODE = "other close code";

    static final List<Lie> ALL = List.of(
            new Lie(
                    "duplicate not said",
                    "promises.one-key-one-message",
                    frame -> frame.replace(",\"duplicate\":true", "")),
            new Lie("seq with hole", "send.ack-has-its-fields", frame -> frame.replace("\"seq\":1,", "\"seq\":2,")),
            new Lie(
                    "other code",
                    "errors.not-found-in-both-faces",
                    frame -> frame.replace("\"not_found\"", "\"forbidden\"")),
            new Lie(
                    "no heartbeat",
                    "handshake.token-in-the-upgrade",
                    frame -> frame.replaceAll(",\"heartbeat_ms\":[0-9]+", "")),
            new Lie("upper case id", "ids.message-id-is-13-characters-of-base32", Lie::upperCaseIds),
            new Lie(
                    "key told to all",
                    "send.client-msg-id-goes-to-the-senders-devices-alone",
                    frame -> frame.replace("{\"type\":\"message\",", "{\"type\":\"message\",\"client_msg_id\":\"k\",")),
            new Lie("no pong", "frames.ping-is-answered-by-pong", frame -> frame.contains("\"pong\"") ? "" : frame),
            new Lie(
                    "unread off by one",
                    "unread.counts-messages-and-not-events",
                    text -> text.replace("\"unread\":2", "\"unread\":3")),
            new Lie(
                    "never more",
                    "sync.more-when-the-limit-cut-it",
                    frame -> frame.replace("\"more\":true", "\"more\":false")),
            new Lie(
                    "sync without id",
                    "sync.every-synced-repeats-the-id",
                    frame -> frame.replace("\"id\":\"s1\"", "\"id\":\"s2\"")),
            new Lie(
                    "created is ok",
                    "messages.send-is-201-then-200",
                    text -> text.replace("HTTP/1.1 201 ", "HTTP/1.1 200 ")),
            new Lie(
                    "too large is bad",
                    "limits.text-of-16-kib-and-a-byte-is-too-large",
                    text -> text.replace("too_large", "bad_request")),
            new Lie(
                    "one page",
                    "history.next-cursor-pages-both-ways",
                    text -> text.replaceAll("\"next_cursor\":\"[^\"]*\"", "\"next_cursor\":null")),
            new Lie(
                    "no problem type",
                    "errors.problem-documents",
                    text -> text.replace("application/problem+json", "application/json")),
            new Lie(OTHER_CLOSE_CODE, "handshake.same-device-replaces-with-4409", UnaryOperator.identity()),
            new Lie(
                    "direct has owner",
                    "conversations.direct-both-are-member",
                    text -> text.replace("\"member\"", "\"owner\"")),
            new Lie(
                    "not json",
                    "frames.ping-is-answered-by-pong",
                    frame -> frame.replace("{\"type\":\"pong\"", "[\"type\",\"pong\"")));

    String told(String truth) {
        return change.apply(truth);
    }

    int closeCode(int truth) {
        return name.equals(OTHER_CLOSE_CODE) ? 1000 : truth;
    }

    private static String upperCaseIds(String text) {
        return Pattern.compile("\"message_id\":\"([a-z0-9]{13})\"")
                .matcher(text)
                .replaceAll(id -> id.group().replace(id.group(1), id.group(1).toUpperCase(Locale.ROOT)));
    }
}
