package chat.parley.conformance.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final String MESSAGE = "{ \"type\" : \"message\", \"text\":\"\\\"type\\\":\\\"ack\\\" %d\"}";
    private static final String SEND = "{\"type\":\"send\",\"text\":\"%d\"}";

    @Test
    void withoutFaultsEverythingPassesAsItIs() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            assertThat(pair.server().head).contains("Upgrade: websocket").doesNotContain("permessage-deflate");
            String big = "x".repeat(65_000);
            pair.client().text(big);
            assertThat(pair.server().read()).isEqualTo(big);
            pair.server().text("y");
            assertThat(pair.client().read()).isEqualTo("y");
            pair.client().socket.shutdownOutput();
            assertThat(pair.server().read()).isNull();
            pair.server().text("still");
            assertThat(pair.client().read()).isEqualTo("still");
            assertThat(proxy.counts().webSockets()).isEqualTo(1);
            assertThat(proxy.counts().bytes()).isGreaterThan(65_000);
        }
    }

    @Test
    void losesAndDoublesTheSameFramesForTheSameSeed() throws Exception {
        List<String> first = run(7);
        assertThat(run(7)).isEqualTo(first);
        assertThat(run(8)).isNotEqualTo(first);
    }

    private static List<String> run(long seed) throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target))
                        .loseAcks(0.2)
                        .doubleFrames(0.2)
                        .seed(seed)
                        .start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            for (int i = 0; i < 200; i++) {
                pair.client().text(SEND.formatted(i));
                pair.server().text("{\"type\":\"ack\",\"client_msg_id\":\"%d\"}".formatted(i));
                pair.server().text(MESSAGE.formatted(i));
            }
            pair.client().text("end");
            pair.server().text("end");
            List<String> up = pair.server().readTo("end");
            List<String> down = pair.client().readTo("end");

            Counts counts = proxy.counts();
            assertThat(counts.sendsDoubled()).isEqualTo(up.size() - 200).isBetween(10L, 90L);
            assertThat(up).hasSameElementsAs(numbered(SEND));
            List<String> acks = down.stream()
                    .filter(text -> text.startsWith("{\"type\":\"ack"))
                    .toList();
            assertThat(counts.acksLost()).isEqualTo(200 - acks.size()).isBetween(10L, 90L);
            assertThat(down.size() - acks.size() - 200).isEqualTo((int) counts.messagesDoubled());
            assertThat(down).containsAll(numbered(MESSAGE));

            List<String> all = new ArrayList<>(up);
            all.addAll(down);
            return all;
        }
    }

    private static List<String> numbered(String pattern) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(pattern.formatted(i));
        }
        return texts;
    }

    @Test
    void cutsInTheMiddleOfFrame() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target))
                        .cutEvery(Duration.ofMillis(50))
                        .cutMidFrame()
                        .start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            pair.server().text("a frame of some length");
                            pair.client().read();
                        }
                    })
                    .isInstanceOfAny(EOFException.class, IOException.class);
            assertThat(proxy.counts().cutsMidFrame()).isEqualTo(1);
            assertThat(proxy.counts().cuts()).isEqualTo(1);
        }
    }

    @Test
    void cutsWhereNoFramePassesToo() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target))
                        .cutEvery(Duration.ofMillis(50))
                        .start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            assertThatThrownBy(() -> pair.client().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> pair.server().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void halfOpenConnectionSwallowsEverythingAndStaysOpen() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start();
                Peer.Pair pair = Peer.Pair.through(proxy, target);
                Peer.Pair other = Peer.Pair.through(proxy, target)) {
            proxy.halfOpenAll();
            for (int i = 0; i < 100; i++) {
                pair.client().text("x".repeat(60_000));
            }
            pair.client().close();
            assertThat(pair.server().hearsNothing()).isTrue();
            other.server().text("lost");
            other.server().close();
            assertThat(other.client().hearsNothing()).isTrue();
            assertThat(proxy.counts().halfOpened()).isEqualTo(2);
        }
    }

    @Test
    void someAreHalfOpenBeforeTheyAreCutThoughThatIsRarer() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target))
                        .cutEvery(Duration.ofMillis(20))
                        .halfOpen(Duration.ofMillis(80))
                        .start()) {
            for (int i = 0; i < 40; i++) {
                try (Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), proxy.url().getPort())) {
                    client.setSoTimeout(200);
                    assertThatThrownBy(() -> client.getInputStream().read())
                            .isInstanceOfAny(SocketException.class, SocketTimeoutException.class);
                }
            }
            assertThat(proxy.counts().cuts()).isPositive();
            assertThat(proxy.counts().halfOpened()).isPositive();
        }
    }

    @Test
    void whatIsStalledComesAfterwards() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            proxy.stallAll(Duration.ofMillis(400));
            pair.client().text("late");
            assertThat(pair.server().hearsNothing()).isTrue();
            assertThat(pair.server().read()).isEqualTo("late");
        }
    }

    @Test
    void delayedFramesKeepTheirOrder() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target))
                        .delay(Duration.ofMillis(30))
                        .start();
                Peer.Pair pair = Peer.Pair.through(proxy, target)) {
            for (int i = 0; i < 200; i++) {
                pair.client().text(SEND.formatted(i));
            }
            pair.client().text("end");
            assertThat(pair.server().readTo("end")).isEqualTo(numbered(SEND));
        }
    }

    @Test
    void refusesAndServesAgain() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start()) {
            proxy.refuse(true);
            assertThatThrownBy(() -> Peer.Pair.through(proxy, target)).isInstanceOf(IOException.class);
            assertThat(proxy.counts().refused()).isEqualTo(1);
        }
    }

    @Test
    void plainHttpPassesBothWays() throws Exception {
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            try (Socket server = target.accept()) {
                assertThat(new String(server.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("GET / HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
                server.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void holdsThousandsOfConnections() throws Exception {
        int count = 2000;
        try (ServerSocket target = Peer.target();
                FaultProxy proxy = FaultProxy.to(Peer.url(target)).start()) {
            List<Peer.Pair> pairs = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < count; i++) {
                pairs.add(Peer.Pair.through(proxy, target));
            }
            assertThat(proxy.connections()).isEqualTo(count);
            proxy.cutAll();
            for (Peer.Pair pair : pairs) {
                assertThatThrownBy(() -> pair.client().read()).isInstanceOf(IOException.class);
                pair.close();
            }
            assertThat(proxy.counts().cuts()).isEqualTo(count);
        }
    }
}
