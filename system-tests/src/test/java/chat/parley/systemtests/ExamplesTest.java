package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.client.OutgoingMessage;
import chat.parley.client.TokenProvider;
import chat.parley.examples.EchoBot;
import chat.parley.examples.OfflineOutbox;
import chat.parley.examples.QuickStart;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the client library do what they say, against the server. */
class ExamplesTest {

    @TempDir
    Path data;

    @TempDir
    Path home;

    @Test
    void twoTalk() throws Exception {
        try (RunningServer server = RunningServer.start(data)) {
            // It throws when no answer comes.
            QuickStart.main(new String[] {server.url().toString()});
        }
    }

    @Test
    void aBotAnswersEachMessageOnce() throws Exception {
        try (RunningServer server = RunningServer.start(data);
                Device ann = Device.of(server, "ann", "d")) {
            String talk = new Api(server, "ann").direct("bot");
            TokenProvider tokens = TokenProvider.of(() -> Tokens.of("bot"));
            try (EchoBot bot = new EchoBot(server.url(), "bot", tokens, home)) {
                bot.start();
                assertThat(ann.acked(talk, "k1", "hello").has("message_id")).isTrue();
                assertThat(ann.await("message").path("text").asText()).isEqualTo("you said: hello");
            }
            assertThat(ann.acked(talk, "k2", "are you there?").has("message_id"))
                    .isTrue();
            try (EchoBot bot = new EchoBot(server.url(), "bot", tokens, home)) {
                bot.start();
                assertThat(ann.await("message").path("text").asText()).isEqualTo("you said: are you there?");
            }
            assertThat(new Api(server, "ann").history(talk)).hasSize(4);
        }
    }

    @Test
    void whatWasWrittenOfflineIsSentLater() throws Exception {
        TokenProvider tokens = TokenProvider.of(() -> Tokens.of("ann"));
        try (RunningServer server = RunningServer.start(data)) {
            String talk = new Api(server, "ann").direct("bob");
            OfflineOutbox.write(URI.create("http://localhost:9"), tokens, home, talk, List.of("one", "two"));
            assertThat(OfflineOutbox.send(server.url(), tokens, home))
                    .extracting(OutgoingMessage::text)
                    .containsExactly("one", "two");
            assertThat(new Api(server, "bob").history(talk))
                    .extracting((JsonNode message) -> message.path("text").asText())
                    .containsExactly("one", "two");
        }
    }
}
