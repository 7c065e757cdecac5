package chat.parley.examples;

import chat.parley.client.AccountTokens;
import chat.parley.client.Accounts;
import chat.parley.client.Message;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyListener;
import chat.parley.client.Sent;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Two people register, connect, and talk. */
public final class QuickStart {

    private QuickStart() {}

    /**
     * Runs it.
     *
     * @param args the server's address; default http://localhost:8080
     */
    public static void main(String[] args) throws Exception {
        URI server = URI.create(args.length > 0 ? args[0] : "http://localhost:8080");
        String run = Long.toString(System.currentTimeMillis(), 36);
        CountDownLatch answered = new CountDownLatch(1);
        try (ParleyClient ann = client(server, "ann-" + run, answered);
                ParleyClient bob = client(server, "bob-" + run, new CountDownLatch(1))) {
            ann.connect();
            bob.connect();
            // Bob is told of what comes from now on; what was before is history.
            bob.sync().get(30, TimeUnit.SECONDS);
            String talk = ann.api().direct("bob-" + run).conversationId();
            Sent sent = ann.sendAndWait(talk, "hello bob", Duration.ofSeconds(30));
            System.out.println("stored as number " + sent.seq());
            bob.sendAndWait(talk, "hi ann", Duration.ofSeconds(30));
            if (!answered.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer came");
            }
        }
    }

    private static ParleyClient client(URI server, String name, CountDownLatch heard) {
        Accounts accounts = Accounts.at(server);
        AccountTokens tokens = accounts.register(name, "a password of " + name, null);
        ParleyListener listener = new ParleyListener() {
            @Override
            public void onMessage(Message message) {
                System.out.println(name + " sees " + message.from() + ": " + message.text());
                if (!message.from().equals(name)) {
                    heard.countDown();
                }
            }
        };
        return ParleyClient.builder(server)
                // A real program keeps each new pair, to be logged in at its next start.
                .tokens(accounts.session(tokens, _ -> {}))
                .listener(listener)
                .build();
    }
}
