package chat.parley.tools.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The opening handshake of RFC 6455, section 4, with the token in its header. */
final class Upgrade {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Endpoint endpoint;
    private final Credentials who;
    private final String key;

    Upgrade(Endpoint endpoint, Credentials who) {
        this.endpoint = endpoint;
        this.who = who;
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    String request() {
        return "GET " + endpoint.path() + "/ws?device_id=" + who.device() + " HTTP/1.1\r\n"
                + "Host: " + endpoint.host() + ":" + endpoint.port() + "\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: " + key + "\r\n"
                + "Authorization: Bearer " + who.token().get() + "\r\n\r\n";
    }

    /** Where the head of an HTTP answer ends; -1 when it has not all come. */
    static int headEnd(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** What is wrong with the server's answer; null when the socket is open. */
    @Nullable
    Close refusal(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9][0-9]")) {
            return new Close(Close.PROTOCOL_ERROR, "the answer to the upgrade is not HTTP");
        }
        int code = Integer.parseInt(status[1]);
        if (code != 101) {
            return new Close(code, "the upgrade was refused with HTTP " + code);
        }
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("sec-websocket-accept")
                    && line.substring(colon + 1).strip().equals(accept())) {
                return null;
            }
        }
        return new Close(Close.PROTOCOL_ERROR, "the upgrade's answer was made for another");
    }

    private String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
