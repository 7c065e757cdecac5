package chat.parley.examples;

import chat.parley.client.Message;
import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyException;
import chat.parley.client.ParleyListener;
import chat.parley.client.TokenProvider;
import java.net.URI;
import java.nio.file.Path;

/**
 * A bot that answers whatever is said to it, each message once: the answer's key is made from the message's id, so that a
 * message that it is given again after a crash does not get a second answer.
 */
public final class EchoBot implements ParleyListener, AutoCloseable {

    private final String name;
    private final ParleyClient client;

    /**
     * A bot that is not connected yet.
     *
     * @param server where
     * @param name the bot's user id
     * @param tokens the bot's tokens
     * @param directory what it keeps over restarts
     */
    public EchoBot(URI server, String name, TokenProvider tokens, Path directory) {
        this.name = name;
        this.client = ParleyClient.builder(server)
                .tokens(tokens)
                .directory(directory)
                .listener(this)
                .build();
    }

    /** Connects, and returns when it has caught up: it answers what comes, or came since it last ran, until it is closed. */
    public void start() {
        client.connect();
        client.sync().join();
    }

    @Override
    public void onMessage(Message message) {
        if (message.text() == null || message.from().equals(name)) {
            return;
        }
        client.read(message.conversationId(), message.messageId());
        // A listener does not wait: the outbox sends it, and again until the server has it.
        var _ = client.send(OutgoingMessage.of(
                message.conversationId(), "answer:" + message.messageId(), "you said: " + message.text()));
    }

    @Override
    public void onSendFailed(OutgoingMessage message, ParleyException reason) {
        System.err.println("no answer in " + message.conversationId() + ": " + reason.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Runs it until it is interrupted.
     *
     * @param args the server's address, the bot's user id, and its token ({@code ./parley token NAME})
     */
    public static void main(String[] args) throws Exception {
        String token = args[2];
        try (EchoBot bot = new EchoBot(URI.create(args[0]), args[1], _ -> token, Path.of("echo-bot"))) {
            bot.start();
            Thread.currentThread().join();
        }
    }
}
