package chat.parley.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A socket in a check. What comes is kept until it is expected; an expected frame is taken out. */
public final class Device implements Closeable {

    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WireSocket wire;
    private final Stage stage;
    private final String who;
    private final List<JsonNode> inbox = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private int pings;
    private int closeCode;
    private String violation = "";

    Device(WireSocket wire, Stage stage, String who) {
        this.wire = wire;
        this.stage = stage;
        this.who = who;
        wire.read(new Listening());
    }

    /** A frame of that type with these fields. */
    public Device send(String type, Object... pairs) {
        ObjectNode frame = Json.of("type", type);
        frame.setAll(Json.of(pairs));
        return text(frame.toString());
    }

    /** Any text. */
    public Device text(String text) {
        stage.transcript().sent(who, text);
        return quietly(WireSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Any frame, masked. */
    public Device frame(int firstByte, byte[] payload) {
        stage.transcript()
                .sent(who, "a frame 0x" + Integer.toHexString(firstByte) + " of " + payload.length + " bytes");
        return quietly(firstByte, payload);
    }

    public Device ping(String payload) {
        return frame(WireSocket.PING, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Half of a masked text frame, and nothing behind it. */
    public Device halfFrame(String text) {
        byte[] frame = WireSocket.masked(WireSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
        return raw(Arrays.copyOf(frame, frame.length / 2));
    }

    /** Any bytes. */
    public Device raw(byte[] bytes) {
        stage.transcript().sent(who, bytes.length + " bytes");
        try {
            wire.raw(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not take bytes any more", e);
        }
        return this;
    }

    /** Many texts; those that the server does not take any more, having closed, are left out. */
    public Device flood(List<String> texts) {
        stage.transcript().sent(who, texts.size() + " frames like " + texts.getFirst());
        try {
            for (String text : texts) {
                wire.frame(WireSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            stage.transcript().came(who, "no more is taken: " + e.getMessage());
        }
        return this;
    }

    public void answerPings(boolean yes) {
        wire.answerPings(yes);
    }

    private Device quietly(int firstByte, byte[] payload) {
        try {
            wire.frame(firstByte, payload);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not take frames any more", e);
        }
        return this;
    }

    /** @return the first frame of that type */
    public JsonNode expect(String type) {
        return expect("a frame " + type, frame -> is(frame, type));
    }

    /** @return the first frame of that type with that text in a field */
    public JsonNode expect(String type, String field, String value) {
        return expect(
                "a frame " + type + " with " + field + " \"" + value + "\"",
                frame -> is(frame, type) && value.equals(frame.path(field).textValue()));
    }

    public JsonNode expect(String what, Predicate<JsonNode> which) {
        return expect(what, PATIENCE, which);
    }

    public synchronized JsonNode expect(String what, Duration patience, Predicate<JsonNode> which) {
        long end = System.nanoTime() + patience.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < inbox.size(); looked++) {
                if (which.test(inbox.get(looked))) {
                    return inbox.remove(looked);
                }
            }
            if (closeCode != 0 || !pause(end)) {
                throw new Mismatch(what, soFar());
            }
        }
    }

    /** An error with this code. */
    public JsonNode expectError(String code) {
        return expect("error", "code", code);
    }

    /** An error with this code, in answer to the frame with this id. */
    public JsonNode expectError(String code, String id) {
        JsonNode error = expect(
                "an error that repeats the id " + id,
                frame -> is(frame, "error") && id.equals(frame.path("id").textValue()));
        Expect.text(error, "code", code);
        return error;
    }

    /** No such frame came, and none comes before the answer to a ping. */
    public void expectNo(String what, Predicate<JsonNode> which) {
        expectNo(what, Duration.ZERO, which);
    }

    /** No such frame came, and none comes for a while. For what has no answer or successor to wait for instead. */
    public void expectNo(String what, Duration during, Predicate<JsonNode> which) {
        synchronized (this) {
            long end = System.nanoTime() + during.toNanos();
            while (inbox.stream().noneMatch(which) && closeCode == 0 && pause(end)) {
                // A frame came: look again.
            }
        }
        String id = stage.fresh("ping");
        send("ping", "id", id);
        expect(
                "the answer to a ping",
                frame -> is(frame, "pong") || id.equals(frame.path("id").textValue()));
        synchronized (this) {
            inbox.stream().filter(which).findFirst().ifPresent(frame -> {
                throw new Mismatch("no " + what, Expect.shown(frame));
            });
        }
    }

    /** Sends a message and returns its ack or error. */
    public JsonNode say(String conversation, String key, String text) {
        send("send", "conversation_id", conversation, "client_msg_id", key, "text", text);
        return answer(key);
    }

    /** Sends a message with a key of its own. @return its ack */
    public JsonNode said(String conversation, String text) {
        JsonNode answer = say(conversation, stage.fresh("k"), text);
        Expect.text(answer, "type", "ack");
        return answer;
    }

    /** The ack or error of a send. */
    public JsonNode answer(String key) {
        return expect(
                "the ack or error of the send " + key,
                frame -> (is(frame, "ack") || is(frame, "error"))
                        && key.equals(frame.path("client_msg_id").textValue()));
    }

    /** A sync without cursors or since. @return the last synced, with the conversations of all */
    public ObjectNode sync(Object... pairs) {
        send("sync", pairs);
        ObjectNode all = Json.of();
        while (true) {
            ObjectNode synced = expect("synced").deepCopy();
            all.setAll((ObjectNode) synced.path("conversations"));
            if (!synced.path("partial").asBoolean()) {
                synced.set("conversations", all);
                return synced;
            }
        }
    }

    public int closeCode() {
        return closeCode(PATIENCE);
    }

    /** Waits for the server to close. */
    public synchronized int closeCode(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (closeCode == 0) {
            if (!pause(end)) {
                throw new Mismatch("a close", soFar());
            }
        }
        return closeCode;
    }

    public void expectClose(int code) {
        expectClose(code, PATIENCE);
    }

    public void expectClose(int code, Duration patience) {
        Expect.equal(code, closeCode(patience), "close code");
    }

    public synchronized String expectPong(String payload) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!pongs.contains(payload)) {
            if (closeCode != 0 || !pause(end)) {
                throw new Mismatch("a pong with the payload of the ping", pongs.toString());
            }
        }
        return payload;
    }

    public synchronized void expectPing(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (pings == 0) {
            if (closeCode != 0 || !pause(end)) {
                throw new Mismatch("a ping control frame within " + patience.toSeconds() + " s", soFar());
            }
        }
    }

    public synchronized boolean isOpen() {
        return closeCode == 0;
    }

    /** What came and was not expected yet. */
    public synchronized List<JsonNode> frames() {
        return List.copyOf(inbox);
    }

    /** What the server did against RFC 6455; empty when nothing. */
    synchronized String violation() {
        return violation;
    }

    private String soFar() {
        List<JsonNode> last = inbox.subList(Math.max(0, inbox.size() - 5), inbox.size());
        return (last.isEmpty() ? "nothing" : "only " + Expect.shown(last))
                + (closeCode == 0 ? "" : ", and the close " + closeCode);
    }

    /** Waits for anything to come. @return false when the time is over */
    @SuppressWarnings("WaitNotInLoop") // The callers loop.
    private boolean pause(long endNanos) {
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            wait(left / 1_000_000 + 1);
            return true;
        } catch (InterruptedException e) {
            throw Rest.interrupted();
        }
    }

    public static boolean is(JsonNode frame, String type) {
        return type.equals(frame.path("type").textValue());
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            // A socket that cannot be closed is as good as closed.
        }
    }

    /** Puts what comes where the check looks for it. */
    private final class Listening implements WireSocket.Ears {

        @Override
        public void text(String text) {
            stage.transcript().came(who, text);
            JsonNode frame = Json.read(text);
            tell(() -> {
                inbox.add(frame);
                if (!frame.isObject() || !frame.path("type").isTextual()) {
                    violation = "a text frame is not one JSON object with a type: " + Expect.shown(text);
                }
            });
        }

        @Override
        public void ping() {
            stage.transcript().came(who, "a ping");
            tell(() -> pings++);
        }

        @Override
        public void pong(String payload) {
            tell(() -> pongs.add(payload));
        }

        @Override
        public void closed(int code) {
            stage.transcript().came(who, "the close " + code);
            tell(() -> closeCode = code);
        }

        @Override
        public void broken(String how) {
            tell(() -> violation = how);
        }

        private void tell(Runnable change) {
            synchronized (Device.this) {
                change.run();
                Device.this.notifyAll();
            }
        }
    }
}
