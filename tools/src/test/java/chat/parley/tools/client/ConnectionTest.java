package chat.parley.tools.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.tools.fake.FakeServer;
import chat.parley.tools.fake.Faults;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    private static final int SENDS = 300;
    private static final long SECONDS_MAX = 60;

    /** Remembers what it was told; the queues wait for it. */
    private static final class Heard implements ConnectionListener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Close> ends = new LinkedBlockingQueue<>();
        private final BlockingQueue<Close> losses = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        private final CountDownLatch caughtUp = new CountDownLatch(1);
        private final CountDownLatch acks;
        private final AtomicInteger postponed = new AtomicInteger();

        private Heard(int acks) {
            this.acks = new CountDownLatch(acks);
        }

        @Override
        public void caughtUp() {
            caughtUp.countDown();
        }

        @Override
        public void acked(Outgoing send, ServerFrame.Ack ack) {
            acks.countDown();
        }

        @Override
        public void postponed(Outgoing send, ServerFrame.Failure failure) {
            postponed.incrementAndGet();
        }

        @Override
        public void refused(Outgoing send, ServerFrame.Failure failure) {
            refusals.add(failure.code());
        }

        @Override
        public void lost(Close close, Duration redial) {
            losses.add(close);
        }

        @Override
        public void ended(Close close) {
            ends.add(close);
        }
    }

    private static Connection connect(Client client, String user, int outboxMax, Heard heard, RandomGenerator random) {
        Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMillis(20), random);
        Credentials who = new Credentials(new UserId(user), new DeviceId("test"), () -> user);
        OrderedInbox inbox = new OrderedInbox(message -> heard.messages.add(String.valueOf(message.text())));
        Connection connection = new Connection(client, who, backoff, outboxMax, inbox, heard);
        connection.open();
        return connection;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everySendIsStoredOnceAndEveryMessageArrivesOnceInOrderWhateverIsLost(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Faults faults = new Faults(20, 0, 5, 5, 100, random.split());
        try (FakeServer server = new FakeServer(faults);
                Client client = Client.open(server.endpoint())) {
            server.room("d1", "ann", "bob");
            Heard bob = new Heard(0);
            Heard ann = new Heard(SENDS);
            connect(client, "bob", 1, bob, random.split());
            assertThat(bob.caughtUp.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            Connection sender = connect(client, "ann", SENDS, ann, random.split());
            List<String> said =
                    IntStream.range(0, SENDS).mapToObj(i -> "text " + i).toList();
            said.forEach(text -> sender.send(new Outgoing("d1", "k" + text.substring(5), text)));

            assertThat(ann.acks.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            for (String text : said) {
                assertThat(bob.messages.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(text);
            }
            assertThat(bob.messages).isEmpty();
            assertThat(server.texts("d1")).isEqualTo(said);
            assertThat(ann.losses).as("the faults struck").isNotEmpty();
        }
    }

    @Test
    void whatIsUnavailableIsSentAgainUntilItIsStored() throws Exception {
        Faults faults = new Faults(0, 10, 0, 0, 0, new SplittableRandom(3));
        try (FakeServer server = new FakeServer(faults);
                Client client = Client.open(server.endpoint())) {
            server.room("d1", "ann", "bob");
            Heard ann = new Heard(SENDS);
            Connection sender = connect(client, "ann", SENDS, ann, new SplittableRandom(4));
            List<String> said =
                    IntStream.range(0, SENDS).mapToObj(i -> "text " + i).toList();
            said.forEach(text -> sender.send(new Outgoing("d1", "k" + text.substring(5), text)));

            assertThat(ann.acks.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(server.texts("d1")).containsExactlyInAnyOrderElementsOf(said);
            assertThat(ann.postponed).hasPositiveValue();
        }
    }

    @Test
    void whatHappenedWhileAwayIsCaughtUp() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE);
                Client client = Client.open(server.endpoint())) {
            server.room("d1", "ann", "bob");
            server.room("d2", "cat", "bob");
            server.say("d1", "ann", "before");
            Heard bob = new Heard(0);
            Connection connection = connect(client, "bob", 1, bob, new SplittableRandom(1));
            assertThat(bob.caughtUp.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            server.say("d1", "ann", "live");
            assertThat(bob.messages.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo("live");

            server.close("bob", 1012);
            IntStream.range(0, 1200).forEach(i -> server.say("d1", "ann", "missed " + i));
            server.say("d2", "cat", "elsewhere");
            assertThat(bob.losses.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(new Close(1012, ""));

            List<String> heard =
                    IntStream.range(0, 1201).mapToObj(_ -> next(bob)).toList();
            assertThat(heard.stream().filter(text -> text.startsWith("missed")))
                    .containsExactlyElementsOf(IntStream.range(0, 1200)
                            .mapToObj(i -> "missed " + i)
                            .toList());
            assertThat(heard).contains("elsewhere");
            connection.close();
        }
    }

    @Test
    void aReplacedDeviceStaysAway() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE);
                Client client = Client.open(server.endpoint())) {
            Heard first = new Heard(0);
            connect(client, "ann", 1, first, new SplittableRandom(1));
            assertThat(first.caughtUp.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            connect(client, "ann", 1, new Heard(0), new SplittableRandom(2));
            assertThat(first.ends.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(new Close(4409, ""));
            assertThat(first.losses).isEmpty();
        }
    }

    @Test
    void anOutboxIsBounded() throws Exception {
        Endpoint nowhere;
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            nowhere = server.endpoint();
        }
        try (Client client = Client.open(nowhere)) {
            Heard ann = new Heard(0);
            Connection sender = connect(client, "ann", 2, ann, new SplittableRandom(1));
            for (int i = 0; i < 3; i++) {
                sender.send(new Outgoing("d1", "k" + i, "text"));
            }
            assertThat(ann.refusals.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo("outbox_full");
            assertThat(ann.losses.poll(SECONDS_MAX, TimeUnit.SECONDS))
                    .extracting(Close::code)
                    .isEqualTo(Close.ABNORMAL);
        }
    }

    private static String next(Heard heard) {
        try {
            return String.valueOf(heard.messages.poll(SECONDS_MAX, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
