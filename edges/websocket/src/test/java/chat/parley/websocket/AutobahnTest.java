package chat.parley.websocket;

import static chat.parley.websocket.AutobahnCase.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 by the cases of the Autobahn test suite, over sockets and cut in every way, in strict reading. */
final class AutobahnTest {

    /** The first bytes are good, the one after them makes a code point beyond the last, the rest does not matter. */
    private static final byte[] GOOD = AutobahnUtf8Cases.bytes("cebae1bdb9cf83cebcceb5f4");

    private static final byte[] BAD = {(byte) 0x90};
    private static final byte[] REST = AutobahnUtf8Cases.bytes("8080656469746564");

    private static EchoListener echo;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() {
        echo = new EchoListener(ListenerConfig.on(0));
        address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), echo.start().getPort());
    }

    @AfterAll
    static void stop() {
        echo.close();
    }

    static Stream<AutobahnCase> cases() {
        return Stream.concat(AutobahnCases.all().stream(), AutobahnUtf8Cases.all().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void overASocket(AutobahnCase one) {
        try (WebSocketClient client = new WebSocketClient(address).upgrade("/ws")) {
            byte[] all = Heard.join(one.sent().toArray(byte[][]::new));
            int chop = one.chop() == 0 ? all.length : one.chop();
            for (int from = 0; from < all.length; from += chop) {
                client.raw(Arrays.copyOfRange(all, from, Math.min(all.length, from + chop)));
            }
            assertThat(heard(client)).isEqualTo(one.heard());
        }
    }

    /** Each read of the server's gives one octet, whatever the network would make of it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void octetByOctet(AutobahnCase one) {
        assertThat(EchoChannel.heard(1, one.sent())).isEqualTo(one.heard());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void inOddPieces(AutobahnCase one) {
        assertThat(EchoChannel.heard(997, one.sent())).isEqualTo(one.heard());
    }

    /** 6.4.1 and 6.4.2: a fragment is refused when it comes, however much of the text is still to come. */
    @ParameterizedTest(name = "6.4.{0}")
    @CsvSource({"1, 11", "2, 12"})
    void aBadFragmentFailsFast(int number, int firstBytes) {
        byte[] all = Heard.join(GOOD, BAD, REST);
        try (WebSocketClient client = new WebSocketClient(address).upgrade("/ws")) {
            client.frame(Opcode.TEXT, Arrays.copyOf(all, firstBytes));
            client.frame(AutobahnCase.PING, new byte[0]);
            assertThat(client.next().opcode()).as("the first is accepted").isEqualTo(Opcode.PONG);
            client.frame(Opcode.CONTINUATION, Arrays.copyOfRange(all, firstBytes, number == 1 ? 15 : 13));
            client.expectClose(1007);
        }
    }

    /** 6.4.3 and 6.4.4: the octet that spoils a text is refused when it comes, before its frame is there. */
    @ParameterizedTest(name = "6.4.{0}")
    @CsvSource({"3, 11", "4, 12"})
    void aBadOctetFailsFast(int number, int firstBytes) {
        byte[] all = Heard.join(GOOD, BAD, REST);
        byte[] frame = WebSocketClient.masked(TEXT, all);
        int header = frame.length - all.length;
        List<byte[]> parts = new ArrayList<>();
        parts.add(Arrays.copyOf(frame, header + firstBytes));
        assertThat(EchoChannel.heard(0, parts)).as("the first part is accepted").isEmpty();
        parts.add(Arrays.copyOfRange(frame, header + firstBytes, header + (number == 3 ? 15 : 13)));
        assertThat(EchoChannel.heard(0, parts)).containsExactly("close 1007");
        assertThat(EchoChannel.heard(1, parts)).containsExactly("close 1007");
        try (WebSocketClient client = new WebSocketClient(address).upgrade("/ws")) {
            parts.forEach(client::raw);
            client.expectClose(1007);
        }
    }

    /** 12 and 13: every kind of offer of compression that the suite makes. */
    @ParameterizedTest
    @CsvSource({
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=9",
        "'permessage-deflate; server_max_window_bits=8, permessage-deflate'",
    })
    void compressionIsDeclinedAndItsBitRefused(String offer) {
        try (WebSocketClient client =
                new WebSocketClient(address).upgrade("/ws", "Sec-WebSocket-Extensions: " + offer)) {
            client.text("plain");
            assertThat(client.next().payload()).isEqualTo("plain");
            client.frame(TEXT | 1 << 6, "no".getBytes(StandardCharsets.UTF_8));
            client.expectClose(1002);
        }
    }

    /** The suite's count, so that none is lost: 1 to 7 are whole but for the four above. */
    @Test
    void allCasesAreThere() {
        List<String> numbers = cases().map(AutobahnCase::number).toList();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers.stream().filter(n -> n.matches("[1-5]\\..*"))).hasSize(16 + 11 + 7 + 10 + 20);
        assertThat(numbers.stream().filter(n -> n.startsWith("6."))).hasSize(145 - 4);
        assertThat(numbers.stream().filter(n -> n.startsWith("7."))).hasSize(37);
    }

    private static List<String> heard(WebSocketClient client) {
        List<String> heard = new ArrayList<>();
        ByteBuffer frame = client.nextBytes();
        while (frame != null) {
            int opcode = frame.get() & 0xF;
            byte[] payload = new byte[frame.remaining()];
            frame.get(payload);
            heard.add(AutobahnCase.describe(opcode, payload));
            frame = client.nextBytes();
        }
        return heard;
    }
}
