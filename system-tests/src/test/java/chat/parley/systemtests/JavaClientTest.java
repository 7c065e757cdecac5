package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.client.AccountSession;
import chat.parley.client.AccountTokens;
import chat.parley.client.Accounts;
import chat.parley.client.Backoff;
import chat.parley.client.ConnectionChange;
import chat.parley.client.ConnectionState;
import chat.parley.client.Device;
import chat.parley.client.ErrorCode;
import chat.parley.client.Message;
import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyClientBuilder;
import chat.parley.client.ParleyException;
import chat.parley.client.ParleyListener;
import chat.parley.client.Presence;
import chat.parley.client.PresenceStatus;
import chat.parley.client.Receipt;
import chat.parley.client.ReceiptCursors;
import chat.parley.client.ReceiptKind;
import chat.parley.client.Sent;
import chat.parley.client.TokenProvider;
import chat.parley.client.Typing;
import chat.parley.client.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library against the server: each message once and in order, whoever of the two is killed. */
class JavaClientTest {

    private static final String[] FAST_TALKERS = {
        "--rate-device-sends=10000:10000",
        "--rate-user-sends=10000:10000",
        "--rate-conversation-sends=10000:10000",
        "--rate-user-requests=10000:10000"
    };
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(50));

    /** An application that notes what it is told. */
    private static final class Inbox implements ParleyListener {
        private final BlockingQueue<Message> came = new LinkedBlockingQueue<>();
        private final BlockingQueue<Presence> presences = new LinkedBlockingQueue<>();
        private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
        private final BlockingQueue<Typing> typings = new LinkedBlockingQueue<>();
        private final CompletableFuture<ConnectionState> ended = new CompletableFuture<>();

        @Override
        public void onPresence(Presence presence) {
            presences.add(presence);
        }

        @Override
        public void onReceipt(Receipt receipt) {
            receipts.add(receipt);
        }

        /** Up to where somebody has received or read, as the next receipt of that kind says. */
        private String receipt(ReceiptKind kind, String user) throws InterruptedException {
            while (true) {
                Receipt receipt = receipts.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
                assertThat(receipt).as("a receipt of " + user).isNotNull();
                if (receipt.kind() == kind && receipt.userId().equals(user)) {
                    return receipt.messageId();
                }
            }
        }

        @Override
        public void onTyping(Typing typing) {
            typings.add(typing);
        }

        @Override
        public void onState(ConnectionChange change) {
            if (change.state().stopped()) {
                ended.complete(change.state());
            }
        }

        @Override
        public void onMessage(Message message) {
            came.add(message);
        }

        private List<String> texts(int count) throws InterruptedException {
            List<String> texts = new ArrayList<>();
            while (texts.size() < count) {
                Message message = came.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
                assertThat(message).as("after %s", texts).isNotNull();
                if (message.text() != null) {
                    texts.add(message.text());
                }
            }
            return texts;
        }
    }

    @TempDir
    Path data;

    @TempDir
    Path home;

    @Test
    void twoTalk() throws Exception {
        Inbox toAnn = new Inbox();
        Inbox toBob = new Inbox();
        try (RunningServer server = RunningServer.start(data);
                ParleyClient ann = client(server, "ann", toAnn).build();
                ParleyClient bob = client(server, "bob", toBob).build()) {
            ann.connect();
            bob.connect();
            assertThat(ann.awaitReady(WAIT_MAX)).isTrue();
            assertThat(bob.awaitReady(WAIT_MAX)).isTrue();
            ann.sync().get(60, TimeUnit.SECONDS);
            bob.sync().get(60, TimeUnit.SECONDS);
            String id = ann.api().direct("bob").conversationId();
            Sent sent = ann.sendAndWait(id, "hello", WAIT_MAX);
            assertThat(sent.seq()).isEqualTo(1);
            assertThat(toBob.texts(1)).containsExactly("hello");
            bob.sendAndWait(id, "hi", WAIT_MAX);
            assertThat(toAnn.texts(2))
                    .as("one's own message stands in the order, too")
                    .containsExactly("hello", "hi");
        }
    }

    /** The server is killed three times while one sends; the other hears everything once and in order. */
    @Test
    void serverIsKilledMidSend() throws Exception {
        Inbox toBob = new Inbox();
        Inbox toAnn = new Inbox();
        RunningServer server = RunningServer.start(data, FAST_TALKERS);
        try (ParleyClient ann = client(server, "ann", toAnn).build();
                ParleyClient bob = client(server, "bob", toBob).build()) {
            bob.connect();
            bob.sync().get(60, TimeUnit.SECONDS);
            String id = ann.api().direct("bob").conversationId();
            ann.connect();
            ann.sync().get(60, TimeUnit.SECONDS);
            List<String> said = new ArrayList<>();
            List<CompletableFuture<Sent>> acks = new ArrayList<>();
            for (int life = 0; life < 4; life++) {
                for (int i = 0; i < 100; i++) {
                    said.add("text " + said.size());
                    acks.add(ann.send(id, said.getLast()));
                }
                if (life < 3) {
                    acks.get(life * 100 + 30).get(60, TimeUnit.SECONDS);
                    server.kill();
                    server = server.restart(FAST_TALKERS);
                }
            }
            for (int i = 0; i < said.size(); i++) {
                assertThat(acks.get(i).get(60, TimeUnit.SECONDS).seq()).isEqualTo(i + 1);
            }
            assertThat(toBob.texts(said.size())).isEqualTo(said);
            assertThat(toAnn.texts(said.size())).isEqualTo(said);
            assertThat(toBob.came).isEmpty();
            assertThat(toAnn.came).isEmpty();
        } finally {
            server.close();
        }
    }

    /** What was sent without a connection is sent by the next run, and what was missed comes then. */
    @Test
    void clientComesBackFromItsDirectory() throws Exception {
        Inbox toAnn = new Inbox();
        try (RunningServer server = RunningServer.start(data, FAST_TALKERS)) {
            Api bob = new Api(server, "bob");
            String id = bob.direct("ann");
            String device;
            try (ParleyClient first =
                    client(server, "ann", toAnn).directory(home).build()) {
                device = first.deviceId();
                first.connect();
                first.sync().get(60, TimeUnit.SECONDS);
                first.sendAndWait(id, "one", WAIT_MAX);
                assertThat(toAnn.texts(1)).containsExactly("one");
            }
            try (ParleyClient offline =
                    client(server, "ann", toAnn).directory(home).build()) {
                var _ = offline.send(OutgoingMessage.of(id, "key-2", "two"));
                var _ = offline.send(OutgoingMessage.of(id, "key-3", "three"));
            }
            for (int i = 0; i < 1_200; i++) {
                Api.Answer answer = bob.post("/api/messages", """
                        {"conversation_id":"%s","client_msg_id":"b%d","text":"b%d"}""".formatted(id, i, i));
                assertThat(answer.status()).isEqualTo(201);
            }
            try (ParleyClient again =
                    client(server, "ann", toAnn).directory(home).build()) {
                assertThat(again.deviceId()).isEqualTo(device);
                assertThat(again.userId()).contains("ann");
                assertThat(again.unsent()).extracting(OutgoingMessage::text).containsExactly("two", "three");
                again.connect();
                again.sync().get(60, TimeUnit.SECONDS);
                assertThat(again.awaitSent(WAIT_MAX)).isTrue();
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < 1_200; i++) {
                    expected.add("b" + i);
                }
                expected.add("two");
                expected.add("three");
                List<String> came = toAnn.texts(expected.size());
                assertThat(came).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(came).containsSubsequence("two", "three");
                assertThat(came).containsSubsequence(expected.subList(0, 1_200));
                assertThat(toAnn.came).isEmpty();
            }
        }
    }

    /** A program that sends is killed three times; each run goes on from the directory of the one before. */
    @Test
    void clientIsKilledMidSend() throws Exception {
        int count = 400;
        Inbox toBob = new Inbox();
        try (RunningServer server = RunningServer.start(data, FAST_TALKERS);
                ParleyClient bob = client(server, "bob", toBob).build()) {
            bob.connect();
            bob.sync().get(60, TimeUnit.SECONDS);
            String id = bob.api().direct("ann").conversationId();
            int next = 0;
            for (int life = 0; life < 4; life++) {
                try (SendingProcess sender = SendingProcess.start(server, "ann", home, id, next, count)) {
                    next = life < 3 ? sender.killAfter(next + 60) + 1 : sender.end();
                }
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add("text " + i);
            }
            assertThat(toBob.texts(count)).isEqualTo(expected);
            bob.sync().get(60, TimeUnit.SECONDS);
            assertThat(toBob.came).isEmpty();
            assertThat(new Api(server, "bob").history(id)).hasSize(count);
        }
    }

    /** Built-in accounts: tokens are renewed in good time, and each new pair is kept before it is used. */
    @Test
    void accountsKeepThemselvesFresh() throws Exception {
        Inbox toAnn = new Inbox();
        List<AccountTokens> kept = new CopyOnWriteArrayList<>();
        try (RunningServer server = RunningServer.start(data)) {
            Accounts accounts = Accounts.at(server.url());
            AccountTokens first = accounts.register("ann", "correct horse", "Ann");
            assertThatThrownBy(() -> accounts.register("ann", "correct horse", null))
                    .isInstanceOfSatisfying(
                            ParleyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(accounts.login("ann", "correct horse").userId()).isEqualTo("ann");
            AccountSession session = accounts.session(first, kept::add);
            try (ParleyClient ann = ParleyClient.builder(server.url())
                    .tokens(session)
                    .backoff(QUICK)
                    .listener(toAnn)
                    .build()) {
                ann.connect();
                assertThat(ann.awaitReady(WAIT_MAX)).isTrue();
                assertThat(ann.api().me()).isEqualTo(new User("ann", "ann", "Ann"));
                // Two access tokens of one second are the same; what they come from never is.
                assertThat(session.token(TokenProvider.Need.EXPIRING)).isNotEmpty();
                assertThat(kept).hasSize(1);
                assertThat(kept.getFirst().refreshToken()).isNotEqualTo(first.refreshToken());
                assertThat(ann.api().devices()).extracting(Device::deviceId).containsExactly(ann.deviceId());
                session.logout();
                // Its socket is closed with 4401, and the refresh token is good for nothing any more.
                ConnectionState end = toAnn.ended.get(60, TimeUnit.SECONDS);
                assertThat(end).isEqualTo(ConnectionState.REFUSED);
            }
        }
    }

    @Test
    void receiptsAreTold() throws Exception {
        Inbox toAnn = new Inbox();
        Inbox toBob = new Inbox();
        try (RunningServer server = RunningServer.start(data);
                ParleyClient ann = client(server, "ann", toAnn).build();
                ParleyClient bob = client(server, "bob", toBob).build()) {
            ann.connect();
            bob.connect();
            bob.sync().get(60, TimeUnit.SECONDS);
            String id = ann.api().direct("bob").conversationId();
            String message = ann.sendAndWait(id, "hello", WAIT_MAX).messageId();
            assertThat(toBob.texts(1)).containsExactly("hello");
            assertThat(toAnn.receipt(ReceiptKind.DELIVERED, "bob")).isEqualTo(message);
            assertThat(bob.api().conversation(id).unread()).isEqualTo(1);
            bob.read(id, message);
            assertThat(toAnn.receipt(ReceiptKind.READ, "bob")).isEqualTo(message);
            assertThat(bob.api().conversation(id).unread()).isZero();
            assertThat(ann.api().receipts(id, null, 10).items()).contains(new ReceiptCursors("bob", message, message));
        }
    }

    @Test
    void presenceAndTypingAreTold() throws Exception {
        Inbox toAnn = new Inbox();
        try (RunningServer server = RunningServer.start(data);
                ParleyClient ann = client(server, "ann", toAnn).build();
                ParleyClient bob = client(server, "bob", new Inbox()).build()) {
            ann.connect();
            String id = ann.api().direct("bob").conversationId();
            ann.sync().get(60, TimeUnit.SECONDS);
            ann.watch(List.of("bob"));
            assertThat(toAnn.presences.poll(60, TimeUnit.SECONDS))
                    .extracting(Presence::status)
                    .isEqualTo(PresenceStatus.OFFLINE);
            bob.connect();
            bob.sync().get(60, TimeUnit.SECONDS);
            assertThat(toAnn.presences.poll(60, TimeUnit.SECONDS))
                    .extracting(Presence::status)
                    .isEqualTo(PresenceStatus.ONLINE);
            bob.typing(id, true);
            assertThat(toAnn.typings.poll(60, TimeUnit.SECONDS)).isEqualTo(new Typing(id, "bob", true));
            bob.typing(id, false);
            assertThat(toAnn.typings.poll(60, TimeUnit.SECONDS)).isEqualTo(new Typing(id, "bob", false));
            assertThat(ann.api().presence(List.of("bob", "stranger")))
                    .extracting(Presence::userId)
                    .containsExactly("bob");
        }
    }

    private static ParleyClientBuilder client(RunningServer server, String user, ParleyListener listener) {
        return ParleyClient.builder(server.url())
                .tokens(TokenProvider.of(() -> Tokens.of(user)))
                .backoff(QUICK)
                .listener(listener);
    }
}
