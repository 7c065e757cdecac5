package chat.parley.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/** Every attack that docs/security.md names. */
final class Attacks {

    private static final int BATCH = 100;
    private static final Duration DRIP = Duration.ofMillis(100);
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

    private Attacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack("slow headers", 1_000, Attacks::slowHeaders),
                new Attack("slow body", 1_000, Attacks::slowBody),
                new Attack("connection flood", 4, by -> {
                    by.hold(by.connect());
                    by.count(1);
                }),
                new Attack("half-open sockets", 4, by -> {
                    RawClient client = by.connect();
                    by.hold(client);
                    client.upgrade("", "d");
                    client.write(new byte[] {(byte) 0x81, (byte) 0xFE, 0x20, 0, 1, 2, 3, 4, 5, 6});
                    by.count(1);
                }),
                new Attack("upgrade flood", 4, by -> {
                    RawClient client = by.connect();
                    client.upgrade(by.token(), "d" + by.number());
                    by.leave(client);
                    by.count(1);
                }),
                new Attack("forged tokens", 4, Attacks::forgedTokens),
                new Attack(
                        "login flood",
                        4,
                        by -> post(
                                by,
                                "/api/auth/login",
                                "{\"username\":\"victim-" + by.number() + "\",\"password\":\"a first guess\"}")),
                new Attack("ping flood", 2, by -> flood(by, n -> RawClient.frame(RawClient.PING, new byte[125]))),
                new Attack("bad frames", 2, by -> flood(by, n -> RawClient.text("{\"type\":"))),
                new Attack("giant frames", 2, Attacks::giantFrames),
                new Attack("deep and doubled JSON", 2, Attacks::oddJson),
                new Attack(
                        "many headers",
                        4,
                        by -> request(by, "GET /api/conversations" + HOST + "x: y\r\n".repeat(3_000) + "\r\n")),
                new Attack(
                        "requests",
                        4,
                        by -> request(
                                by,
                                "GET /api/conversations?limit=200" + HOST + "Authorization: Bearer " + by.token()
                                        + "\r\n\r\n")),
                new Attack(
                        "send flood",
                        2,
                        by -> flood(
                                by,
                                n -> RawClient.text("{\"type\":\"send\",\"conversation_id\":\"" + by.conversation()
                                        + "\",\"client_msg_id\":\"" + by.number() + "\",\"text\":\"flood\"}"))),
                new Attack(
                        "typing and receipts",
                        2,
                        by -> flood(
                                by,
                                n -> RawClient.text(
                                        n % 2 == 0
                                                ? "{\"type\":\"typing\",\"conversation_id\":\"" + by.conversation()
                                                        + "\",\"active\":true}"
                                                : "{\"type\":\"receipt\",\"kind\":\"read\",\"conversation_id\":\""
                                                        + by.conversation() + "\",\"message_id\":\"0000000000000\"}"))),
                new Attack(
                        "sync flood",
                        2,
                        by -> flood(
                                by,
                                n -> RawClient.text("{\"type\":\"sync\",\"cursors\":{\"" + by.conversation()
                                        + "\":null},\"limit\":500}"))),
                new Attack("reader who stops", 2, Attacks::deafReader));
    }

    private static void slowHeaders(Attacker by) throws IOException {
        drip(by, "GET /" + HOST + "X-Slow: ");
    }

    private static void slowBody(Attacker by) throws IOException {
        drip(by, "POST /api/messages" + HOST + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n");
    }

    /** Byte by byte, until the server has had enough. */
    private static void drip(Attacker by, String begin) throws IOException {
        RawClient client = by.connect();
        try {
            client.write(begin);
            while (by.goesOn()) {
                client.write("x");
                by.count(1);
                Waiting.pause(DRIP);
            }
        } finally {
            by.leave(client);
        }
    }

    private static void forgedTokens(Attacker by) throws IOException {
        String token = by.token();
        char last = token.charAt(token.length() - 10);
        String forged = token.substring(0, token.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);
        request(by, "GET /api/conversations" + HOST + "Authorization: Bearer " + forged + "\r\n\r\n");
    }

    /** Announced to be as long as can be said, and as long as is allowed with nothing in it. */
    private static void giantFrames(Attacker by) throws IOException {
        RawClient client = by.login();
        try {
            byte[] allowed = RawClient.text("{\"padding\":\"" + "x".repeat(65_000) + "\"}");
            for (int i = 0; i < BATCH && by.goesOn(); i++) {
                client.write(allowed);
                client.skipAvailable();
                by.count(1);
            }
            client.write(new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4});
            client.readFrame();
        } finally {
            by.leave(client);
        }
    }

    private static void oddJson(Attacker by) throws IOException {
        String body = by.number() % 2 == 0
                ? "{\"title\":" + "[".repeat(60_000)
                : "{" + "\"title\":\"x\",".repeat(5_000) + "\"type\":\"room\"}";
        RawClient client = by.connect();
        try {
            client.write("POST /api/conversations" + HOST + "Authorization: Bearer " + by.token()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            client.readHead();
            by.count(1);
        } finally {
            by.leave(client);
        }
    }

    /** Asks for much, and takes nothing of it. */
    private static void deafReader(Attacker by) throws IOException {
        RawClient client = by.login();
        try {
            byte[] sends = batch(n -> RawClient.text("{\"type\":\"send\",\"conversation_id\":\"" + by.conversation()
                    + "\",\"client_msg_id\":\"" + by.number() + "\",\"text\":\"" + "x".repeat(10_000) + "\"}"));
            byte[] sync = RawClient.text(
                    "{\"type\":\"sync\",\"cursors\":{\"" + by.conversation() + "\":null},\"limit\":500}");
            while (by.goesOn()) {
                client.write(sends);
                client.write(sync);
                by.count(BATCH + 1);
            }
        } finally {
            by.leave(client);
        }
    }

    private static void post(Attacker by, String path, String body) throws IOException {
        request(
                by,
                "POST " + path + HOST + "Content-Type: application/json\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private static void request(Attacker by, String request) throws IOException {
        RawClient client = by.connect();
        try {
            client.write(request);
            client.readHead();
            by.count(1);
        } finally {
            by.leave(client);
        }
    }

    /** As fast as the server reads; its answers are taken. */
    private static void flood(Attacker by, LongFunction<byte[]> frame) throws IOException {
        RawClient client = by.login();
        try {
            while (by.goesOn()) {
                client.write(batch(frame));
                client.skipAvailable();
                by.count(BATCH);
            }
        } finally {
            by.leave(client);
        }
    }

    private static byte[] batch(LongFunction<byte[]> frame) {
        java.io.ByteArrayOutputStream batch = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++) {
            batch.writeBytes(frame.apply(i));
        }
        return batch.toByteArray();
    }
}
