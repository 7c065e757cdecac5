package chat.parley.examples;

import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyClientBuilder;
import chat.parley.client.TokenProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes without a connection, ends, and has it sent by a later run. */
public final class OfflineOutbox {

    private OfflineOutbox() {}

    /**
     * Takes texts without a connection. When it returns, they are on disk.
     *
     * @param server where they will go; need not be there
     * @param tokens not asked now
     * @param directory where they are kept
     * @param conversationId where to
     * @param texts what to say
     */
    public static void write(
            URI server, TokenProvider tokens, Path directory, String conversationId, List<String> texts) {
        try (ParleyClient client = client(server, tokens, directory).build()) {
            for (String text : texts) {
                // Its future fails when the client is closed; the message stays.
                var _ = client.send(conversationId, text);
            }
        }
    }

    /**
     * Sends what is unsent.
     *
     * @param server where to
     * @param tokens of the same user
     * @param directory where it is kept
     * @return what was unsent
     * @throws IllegalStateException when the server did not take it within half a minute
     */
    public static List<OutgoingMessage> send(URI server, TokenProvider tokens, Path directory)
            throws InterruptedException {
        try (ParleyClient client = client(server, tokens, directory).build()) {
            List<OutgoingMessage> unsent = client.unsent();
            client.connect();
            if (!client.awaitSent(Duration.ofSeconds(30))) {
                throw new IllegalStateException(
                        "still unsent: " + client.unsent().size());
            }
            return unsent;
        }
    }

    private static ParleyClientBuilder client(URI server, TokenProvider tokens, Path directory) {
        return ParleyClient.builder(server).tokens(tokens).directory(directory);
    }
}
