/**
 * The client library of Parley.
 *
 * <p>{@link chat.parley.client.ParleyClient} is one device of one user: it stays connected, keeps what is sent until the
 * server has it, and gives each message once and in order to a {@link chat.parley.client.ParleyListener}.
 *
 * <pre>{@code
 * try (ParleyClient client = ParleyClient.builder(URI.create("https://chat.example.com"))
 *         .tokens(TokenProvider.of(backend::accessToken))
 *         .directory(Path.of("chat-state"))
 *         .listener(new ParleyListener() {
 *             public void onMessage(Message message) {
 *                 System.out.println(message.from() + ": " + message.text());
 *             }
 *         })
 *         .build()) {
 *     client.connect();
 *     Conversation withBob = client.api().direct("bob");
 *     client.sendAndWait(withBob.conversationId(), "hello", Duration.ofSeconds(30));
 *     System.in.read(); // until Enter
 * }
 * }</pre>
 *
 * <p>{@link chat.parley.client.ParleyApi} is the REST interface (conversations, members, history), also without a
 * connection; {@link chat.parley.client.Accounts} registers and logs in where the server keeps the accounts. Times are
 * {@link java.time.Instant}s of the server's clock to the millisecond; ids are opaque strings. Fields, frames and kinds
 * that a later server adds are ignored.
 */
@NullMarked
package chat.parley.client;

import org.jspecify.annotations.NullMarked;
