package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import java.time.Duration;
import java.util.List;

/** How sockets end, and how they are kept. */
public final class CloseCodes implements Checks.Section {

    private static final int BAD_FRAMES_MAX = 1000;
    private static final String CODES = "Close codes: 1000 normal";

    @Override
    public String title() {
        return "Close codes and heartbeat";
    }

    @Override
    public void describe(Checks checks) {
        checks.check("close.1000-is-answered-by-1000", CODES, CloseCodes::normal);
        checks.check("close.1003-for-a-binary-frame", "1003 a binary frame", CloseCodes::binary);
        checks.check("close.1007-for-text-that-is-not-utf-8", "1007 text that is not UTF-8", CloseCodes::notUtf8);
        checks.check(
                "close.1008-for-1000-bad-frames",
                List.of("1008 too many bad frames", "1,000 bad frames on a socket get 1008"),
                CloseCodes::tooManyBad);
        checks.check("close.1009-for-a-frame-over-64-kib", "1009 too large", CloseCodes::tooLarge);
        checks.check("close.codes-of-parley-are-used", List.of("4401", "4408", "4409"), CloseCodes::unauthorized);
        checks.check(
                "frames.half-a-frame-harms-nobody",
                "Malformed input gets 4xx or `bad_request`, never 5xx",
                CloseCodes::half);
        checks.check(
                "heartbeat.ping-frame-is-answered-with-its-payload",
                "The server pings (WebSocket control frame) every `heartbeat_ms` (30,000)",
                CloseCodes::pong);
        checks.longCheck(
                "heartbeat.server-pings-every-30-s",
                "The server pings (WebSocket control frame) every `heartbeat_ms` (30,000)",
                CloseCodes::pings);
        checks.slowCheck(
                "heartbeat.silent-connection-is-dropped-after-75-s",
                "drops a connection silent for two and a half of them",
                CloseCodes::dropped);
    }

    private static void normal(Stage stage) {
        Device device = stage.person().device();
        device.frame(0x88, new byte[] {3, (byte) 0xe8});
        device.expectClose(1000);
    }

    private static void binary(Stage stage) {
        Device device = stage.person().device();
        device.frame(0x82, new byte[] {1, 2, 3});
        device.expectClose(1003);
    }

    private static void notUtf8(Stage stage) {
        for (byte[] wrong : List.of(new byte[] {'"', (byte) 0xc3, '"'}, new byte[] {(byte) 0xff}, new byte[] {
            (byte) 0xed, (byte) 0xa0, (byte) 0x80
        })) {
            Device device = stage.person().device();
            device.frame(0x81, wrong);
            device.expectClose(1007);
        }
    }

    private static void tooManyBad(Stage stage) {
        Device device = stage.person().device();
        for (int i = 0; i < BAD_FRAMES_MAX - 1; i++) {
            device.text("bad");
            if (i % 100 == 99) {
                // In step with the server, which may ask for slowness.
                device.expect("an error", frame -> Device.is(frame, "error"));
            }
        }
        device.expectNo("close after 999 bad frames", frame -> false);
        device.text("bad");
        device.expectClose(1008);
    }

    private static void tooLarge(Stage stage) {
        Device device = stage.person().device();
        device.text(Limits.padded("{\"type\":\"ping\",\"pad\":\"", "\"}", 65_537));
        device.expectClose(1009);
    }

    private static void unauthorized(Stage stage) {
        Device device = stage.socket();
        device.send("auth", "token", "none", "device_id", "d");
        device.expectClose(4401);
    }

    private static void half(Stage stage) {
        Person ann = stage.person();
        Device half = ann.device();
        try (Device whole = ann.device()) {
            half.halfFrame("{\"type\":\"ping\"}");
            half.close();
            whole.send("ping");
            whole.expect("pong");
        }
    }

    private static void pong(Stage stage) {
        try (Device device = stage.person().device()) {
            device.ping("");
            device.expectPong("");
            device.ping("x".repeat(125));
            device.expectPong("x".repeat(125));
        }
    }

    private static void pings(Stage stage) {
        try (Device device = stage.person().device()) {
            device.expectPing(Duration.ofSeconds(40));
        }
    }

    private static void dropped(Stage stage) {
        Device device = stage.person().device();
        device.answerPings(false);
        long start = System.nanoTime();
        device.closeCode(Duration.ofSeconds(110));
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        that(seconds > 65 && seconds < 100, "a drop after 75 s", seconds + " s");
    }
}
