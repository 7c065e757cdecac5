package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a server that does what networks and servers do. */
class ClientTest {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(5));

    private final ScriptedServer server = new ScriptedServer();
    private final Told told = new Told();
    private final List<ParleyClient> clients = new ArrayList<>();

    @TempDir
    Path home;

    @AfterEach
    void close() {
        clients.forEach(ParleyClient::close);
        server.close();
    }

    private ParleyClientBuilder builder() {
        return ParleyClient.builder(server.url())
                .tokens(TokenProvider.of(() -> "t"))
                .deviceId("d")
                .backoff(QUICK)
                .listener(told);
    }

    private ParleyClient connected(ParleyClientBuilder builder) {
        ParleyClient client = builder.build();
        clients.add(client);
        client.connect();
        return client;
    }

    @Test
    void upgradeCarriesTokenAndDevice() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.socket();
        assertThat(socket.token).isEqualTo("t");
        assertThat(socket.path).isEqualTo("/ws?device_id=d");
    }

    @Test
    void aLostAckIsAskedForAgainOnTheNextSocket() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket first = server.caughtUp();
        CompletableFuture<Sent> sent = client.send(OutgoingMessage.of("c", "k1", "one"));
        assertThat(first.hears("send").text("text")).isEqualTo("one");
        first.cut();
        ScriptedSocket second = server.caughtUp();
        JsonObject again = second.hears("send");
        assertThat(again.text("client_msg_id")).isEqualTo("k1");
        second.say("""
                {"type":"ack","client_msg_id":"k1","conversation_id":"c","message_id":"0000000000007","seq":7,\
                "server_ts":5,"duplicate":true}""");
        assertThat(sent.get(30, TimeUnit.SECONDS))
                .isEqualTo(new Sent("c", "k1", "0000000000007", 7, Instant.ofEpochMilli(5), true));
    }

    @Test
    void anAckThatNeverComesIsAskedForOnTheSameSocket() throws Exception {
        ParleyClient client = connected(builder().ackMax(Duration.ofMillis(50)));
        ScriptedSocket socket = server.socket();
        socket.ready("ann", 1_000);
        socket.answerSync("{}", "token");
        CompletableFuture<Sent> sent = client.send(OutgoingMessage.of("c", "k1", "one"));
        socket.hears("send");
        socket.ack(socket.hears("send"), 1);
        assertThat(sent.get(30, TimeUnit.SECONDS).seq()).isEqualTo(1);
    }

    @Test
    void sendsOfAConversationKeepTheirOrderWhateverIsAnswered() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket socket = server.caughtUp();
        var _ = client.send(OutgoingMessage.of("c", "k1", "one"));
        var _ = client.send(OutgoingMessage.of("c", "k2", "two"));
        var _ = client.send(OutgoingMessage.of("other", "k3", "elsewhere"));
        assertThat(socket.hears("send").text("client_msg_id")).isEqualTo("k1");
        assertThat(socket.hears("send").text("client_msg_id")).isEqualTo("k3");
        socket.say("""
                {"type":"error","code":"unavailable","message":"busy","client_msg_id":"k1","retry_after_ms":1}""");
        JsonObject again = socket.hears("send");
        assertThat(again.text("client_msg_id")).isEqualTo("k1");
        socket.ack(again, 1);
        assertThat(socket.hears("send").text("client_msg_id")).isEqualTo("k2");
    }

    @Test
    void refusalIsToldAndTheNextOneGoesOn() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket socket = server.caughtUp();
        CompletableFuture<Sent> refused = client.send(OutgoingMessage.of("c", "k1", "one"));
        var _ = client.send(OutgoingMessage.of("c", "k2", "two"));
        socket.hears("send");
        socket.say("""
                {"type":"error","code":"forbidden","message":"no member","client_msg_id":"k1"}""");
        assertThat(socket.hears("send").text("client_msg_id")).isEqualTo("k2");
        Told.Failed failed = told.next(Told.Failed.class);
        assertThat(failed.message().clientMsgId()).isEqualTo("k1");
        assertThat(failed.reason().code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(client.unsent()).hasSize(1);
    }

    @Test
    void aCutWithinAFrameLosesNothing() throws Exception {
        connected(builder());
        ScriptedSocket first = server.caughtUp();
        first.message("c", 1);
        first.cutWithin(ScriptedSocket.messageJson("c", 2));
        ScriptedSocket second = server.socket();
        second.ready("ann", 30_000);
        JsonObject sync = second.hears("sync");
        assertThat(sync.text("since")).isEqualTo("token");
        assertThat(sync.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(1));
        second.message("c", 2);
        second.say("""
                {"type":"synced","conversations":{"c":{"last_message_id":"%s","last_seq":2,"unread":2}},"since":"u"}""".formatted(ScriptedSocket.id(2)));
        assertThat(told.seqs(2)).containsExactly(1L, 2L);
    }

    @Test
    void aSilentServerIsLeft() throws Exception {
        connected(builder());
        ScriptedSocket dead = server.socket();
        dead.falsified();
        dead.ready("ann", 800);
        dead.answerSync("{}", "token");
        dead.hears("ping");
        dead.gone();
        assertThat(told.until(ConnectionState.WAITING).reason()).contains("silent");
        server.caughtUp();
    }

    @Test
    void aServerThatGoesIsLeftForAShortWhile() throws Exception {
        connected(builder());
        server.caughtUp().close(1012);
        ConnectionChange change = told.until(ConnectionState.WAITING);
        assertThat(change.closeCode()).isEqualTo(1012);
        assertThat(change.retryIn()).isLessThanOrEqualTo(QUICK.goingAway());
        server.caughtUp();
    }

    @Test
    void aRefusedTokenIsReplacedAndThenTheClientStops() throws Exception {
        List<TokenProvider.Need> needs = new ArrayList<>();
        AtomicInteger number = new AtomicInteger();
        connected(builder().tokens(need -> {
            needs.add(need);
            return "t" + number.incrementAndGet();
        }));
        server.caughtUp().close(4401);
        ScriptedSocket second = server.socket();
        assertThat(second.token).isEqualTo("t2");
        second.close(4401);
        server.socket().close(4401);
        ConnectionChange end = told.until(ConnectionState.REFUSED);
        assertThat(end.closeCode()).isEqualTo(4401);
        assertThat(needs)
                .containsExactly(TokenProvider.Need.CONNECT, TokenProvider.Need.REFUSED, TokenProvider.Need.REFUSED);
    }

    @Test
    void aTokenIsRenewedOnTheOpenSocketBeforeItEnds() throws Exception {
        connected(builder().tokens(need -> switch (need) {
            case CONNECT -> jwt(Instant.now().plusSeconds(2));
            case EXPIRING -> "fresh";
            case REFUSED -> throw new AssertionError();
        }));
        JsonObject auth = server.caughtUp().hears("auth");
        assertThat(auth.text("token")).isEqualTo("fresh");
        assertThat(auth.text("device_id")).isEqualTo("d");
    }

    @Test
    void aReplacedDeviceStopsAndMayBeStartedAgain() throws Exception {
        ParleyClient client = connected(builder());
        server.caughtUp().close(4409);
        told.until(ConnectionState.REPLACED);
        assertThat(client.state()).isEqualTo(ConnectionState.REPLACED);
        client.connect();
        server.caughtUp();
    }

    @Test
    void anUpgradeThatIsRefusedIsTriedAgain() throws Exception {
        server.upgrades(503);
        connected(builder());
        assertThat(told.until(ConnectionState.WAITING).closeCode()).isEqualTo(503);
        server.upgrades(101);
        server.caughtUp();
    }

    @Test
    void aHoleIsFilledFromTheHistory() throws Exception {
        server.rest((_, path, _) -> {
            assertThat(path).contains("/api/conversations/c/messages").contains("after=" + ScriptedSocket.id(1));
            return """
                    {"messages":[%s,%s,%s],"next_cursor":null}""".formatted(
                            ScriptedSocket.messageJson("c", 2),
                            ScriptedSocket.messageJson("c", 3),
                            ScriptedSocket.messageJson("c", 5));
        });
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        socket.message("c", 1);
        socket.message("c", 5);
        socket.message("c", 6);
        socket.message("c", 5);
        // 4 is not to be seen by this user: the history says so.
        assertThat(told.seqs(5)).containsExactly(1L, 2L, 3L, 5L, 6L);
        socket.message("c", 7);
        assertThat(told.seqs(1)).containsExactly(7L);
    }

    /** Somebody was added to a group: what was before is history, and what came before the first live one is not. */
    @Test
    void aConversationThatIsNewBeginsWhereTheCatchUpSays() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        told.next(Told.Synced.class);
        socket.message("g", 9);
        JsonObject sync = socket.hears("sync");
        assertThat(sync.text("since")).isEqualTo("token");
        assertThat(sync.object("cursors").fields()).isEmpty();
        socket.message("g", 8);
        socket.message("g", 9);
        socket.say("""
                {"type":"synced","id":"%s","since":"u","conversations":{"g":{"last_seq":9,"last_message_id":"%s"}}}""".formatted(sync.text("id"), ScriptedSocket.id(9)));
        assertThat(told.seqs(2)).containsExactly(8L, 9L);
    }

    @Test
    void oneComesBeforeItsAckAndTheAckFillsTheHole() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket socket = server.caughtUp();
        socket.message("c", 1);
        var _ = client.send(OutgoingMessage.of("c", "k", "mine"));
        JsonObject send = socket.hears("send");
        socket.message("c", 3);
        socket.ack(send, 2);
        assertThat(told.seqs(3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void resyncAsksAgain() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        socket.say("{\"type\":\"resync\",\"within_ms\":5}");
        JsonObject sync = socket.answerSync("{}", "token-2");
        assertThat(sync.text("since")).isEqualTo("token");
    }

    @Test
    void whatALimitCutIsAskedOn() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        told.next(Told.Synced.class);
        socket.message("c", 1);
        socket.say("{\"type\":\"resync\",\"within_ms\":1}");
        JsonObject first = socket.hears("sync");
        assertThat(first.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(1));
        socket.message("c", 2);
        socket.say("""
                {"type":"synced","partial":true,"id":"%s","conversations":{"c":{"last_seq":4,"last_message_id":"%s","more":true}}}""".formatted(first.text("id"), ScriptedSocket.id(4)));
        socket.say(
                "{\"type\":\"synced\",\"id\":\"%s\",\"conversations\":{},\"since\":\"u\"}".formatted(first.text("id")));
        JsonObject second = socket.hears("sync");
        assertThat(second.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(2));
        assertThat(second.text("since")).isEqualTo("u");
        socket.message("c", 3);
        socket.message("c", 4);
        socket.say("""
                {"type":"synced","id":"%s","since":"v","conversations":{"c":{"last_seq":4,"last_message_id":"%s","unread":3}}}""".formatted(second.text("id"), ScriptedSocket.id(4)));
        Told.Synced synced = told.next(Told.Synced.class);
        assertThat(synced.standings().get("c")).isEqualTo(new Standing(ScriptedSocket.id(4), 4, null, 3));
    }

    /** The server cannot read one conversation: what it can tell is given, and the token stays. */
    @Test
    void anAnswerInPartIsGivenAndAskedForAgain() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        told.next(Told.Synced.class);
        socket.message("c", 1);
        socket.say("{\"type\":\"resync\",\"within_ms\":1}");
        JsonObject first = socket.hears("sync");
        socket.message("c", 2);
        socket.say("""
                {"type":"synced","partial":true,"id":"%s","conversations":{"c":{"last_seq":2,"last_message_id":"%s"}}}""".formatted(first.text("id"), ScriptedSocket.id(2)));
        socket.say("""
                {"type":"error","code":"unavailable","id":"%s","message":"d cannot be read","retry_after_ms":1}""".formatted(first.text("id")));
        JsonObject second = socket.answerSync("{}", "u");
        assertThat(second.text("since")).isEqualTo("token");
        assertThat(second.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(2));
        assertThat(told.seqs(2)).containsExactly(1L, 2L);
        assertThat(told.next(Told.Synced.class).standings()).containsOnlyKeys("c");
    }

    @Test
    void whatOneLeftBeforeItWasAskedOnIsAskedForNoMore() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        told.next(Told.Synced.class);
        socket.message("c", 1);
        socket.say("{\"type\":\"resync\",\"within_ms\":1}");
        socket.answerSync("""
                {"c":{"last_seq":4,"last_message_id":"%s","more":true}}""".formatted(ScriptedSocket.id(4)), "u");
        JsonObject onward = socket.answerSync("{}", "v");
        assertThat(onward.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(1));
        // The history is not found either, and that is the end of it.
        assertThat(told.next(Told.Synced.class).standings()).containsOnlyKeys("c");
    }

    @Test
    void afterAResetWhatCameLiveIsAskedOn() throws Exception {
        connected(builder());
        ScriptedSocket first = server.caughtUp();
        first.message("c", 1);
        assertThat(told.seqs(1)).containsExactly(1L);
        first.cut();
        ScriptedSocket second = server.socket();
        second.ready("ann", 30_000);
        JsonObject sync = second.hears("sync");
        assertThat(sync.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(1));
        second.say("""
                {"type":"synced","reset":true,"id":"%s","since":"u","conversations":{"c":{"last_seq":3,"last_message_id":"%s"}}}""".formatted(sync.text("id"), ScriptedSocket.id(3)));
        JsonObject onward = second.hears("sync");
        assertThat(onward.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(1));
        second.message("c", 2);
        second.message("c", 3);
        second.say("""
                {"type":"synced","id":"%s","since":"v","conversations":{"c":{"last_seq":3,"last_message_id":"%s"}}}""".formatted(onward.text("id"), ScriptedSocket.id(3)));
        assertThat(told.seqs(2)).containsExactly(2L, 3L);
    }

    @Test
    void unknownFramesAndKindsAreIgnoredButTheirNumbersCount() throws Exception {
        connected(builder());
        ScriptedSocket socket = server.caughtUp();
        socket.say("{\"type\":\"fireworks\",\"colour\":{\"r\":[1,2]}}");
        socket.message("c", 1);
        socket.say("""
                {"type":"message","kind":"poll","conversation_id":"c","message_id":"%s","seq":2,"from":"bob","server_ts":1}""".formatted(ScriptedSocket.id(2)));
        socket.message("c", 3);
        assertThat(told.seqs(2)).containsExactly(1L, 3L);
    }

    @Test
    void aSlowListenerStopsTheReadingAndNothingIsLost() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        List<Long> seqs = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(20_000);
        connected(builder().listener(new ParleyListener() {
            @Override
            public void onMessage(Message message) {
                stuck.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                seqs.add(message.seq());
                all.countDown();
            }
        }));
        ScriptedSocket socket = server.caughtUp();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (long seq = 1; seq <= 20_000; seq++) {
                socket.say(
                        ScriptedSocket.messageJson("c", seq).replace("\"text\":\"", "\"text\":\"" + "x".repeat(400)));
            }
        });
        stuck.await();
        boolean allTaken = writer.join(Duration.ofSeconds(2));
        free.countDown();
        assertThat(allTaken)
                .as("20,000 messages are more than the sockets' buffers and the client take")
                .isFalse();
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < seqs.size(); i++) {
            assertThat(seqs.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void receiptsFollowWhatWasGivenAndRead() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket socket = server.caughtUp();
        socket.message("c", 1);
        socket.message("c", 2);
        told.seqs(2);
        JsonObject delivered = socket.hears("receipt");
        assertThat(delivered.text("kind")).isEqualTo("delivered");
        client.read("c", ScriptedSocket.id(2));
        JsonObject read = socket.hears("receipt");
        while (read.text("kind").equals("delivered")) {
            read = socket.hears("receipt");
        }
        assertThat(read.text("message_id")).isEqualTo(ScriptedSocket.id(2));
        socket.cut();
        assertThat(server.caughtUp().hears("receipt").text("kind"))
                .as("an unconfirmed one is said again")
                .isEqualTo("read");
    }

    @Test
    void presenceAndWatchHoldOnTheNextSocket() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket first = server.caughtUp();
        client.presence(PresenceStatus.AWAY);
        client.watch(List.of("bob"));
        first.hears("watch");
        first.say("{\"type\":\"presence\",\"user_id\":\"bob\",\"status\":\"online\"}");
        assertThat(told.next(Presence.class)).isEqualTo(new Presence("bob", PresenceStatus.ONLINE, null));
        first.cut();
        ScriptedSocket second = server.socket();
        second.ready("ann", 30_000);
        assertThat(second.hears("presence").text("status")).isEqualTo("away");
        assertThat(second.hears("watch").texts("user_ids")).containsExactly("bob");
    }

    @Test
    void typingIsSaidAtMostEveryFewSeconds() throws Exception {
        ParleyClient client = connected(builder());
        ScriptedSocket socket = server.caughtUp();
        client.typing("c", true);
        client.typing("c", true);
        client.typing("c", false);
        client.typing("c", false);
        assertThat(socket.hears("typing").flag("active")).isTrue();
        assertThat(socket.hears("typing").flag("active")).isFalse();
        client.typing("d", true);
        assertThat(socket.hears("typing").text("conversation_id")).isEqualTo("d");
    }

    @Test
    void aStoreBelongsToOneUser() throws Exception {
        ParleyClient first = connected(builder().directory(home));
        server.caughtUp();
        first.awaitReady(Duration.ofSeconds(30));
        first.close();
        connected(builder().directory(home));
        server.socket().ready("eve", 30_000);
        assertThat(told.until(ConnectionState.REFUSED).reason()).contains("ann");
    }

    @Test
    void aDirectoryHasOneClient() {
        connected(builder().directory(home));
        assertThatThrownBy(() -> builder().directory(home).build())
                .isInstanceOfSatisfying(
                        ParleyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE));
    }

    @Test
    void aListenerMayNotWaitForItself() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<ParleyClient> self = new CompletableFuture<>();
        self.complete(connected(builder().listener(new ParleyListener() {
            @Override
            public void onMessage(Message message) {
                try {
                    self.join().sendAndWait("c", "answer", Duration.ofSeconds(10));
                } catch (IllegalStateException | InterruptedException e) {
                    thrown.complete(e);
                }
            }
        })));
        server.caughtUp().message("c", 1);
        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheListenerDidNotReturnFromIsGivenAgain() throws Exception {
        ParleyClient first = connected(builder().directory(home));
        ScriptedSocket socket = server.caughtUp();
        socket.message("c", 1);
        socket.message("c", 2);
        assertThat(told.seqs(2)).containsExactly(1L, 2L);
        first.close();
        connected(builder().directory(home));
        ScriptedSocket second = server.socket();
        second.ready("ann", 30_000);
        JsonObject sync = second.hears("sync");
        assertThat(sync.text("since")).isEqualTo("token");
        assertThat(sync.object("cursors").text("c")).isEqualTo(ScriptedSocket.id(2));
    }

    private static String jwt(Instant expires) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"ann\",\"exp\":" + expires.getEpochSecond() + "}";
        return "e30." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".x";
    }
}
