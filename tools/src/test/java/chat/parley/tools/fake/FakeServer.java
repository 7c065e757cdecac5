package chat.parley.tools.fake;

import chat.parley.tools.client.Endpoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in memory behind one port, WebSocket and REST. A token is the user's name. One lock, no queues: a slow
 * reader holds up all others, which tests can bear.
 */
public final class FakeServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    static final class Room {
        final String id;
        final String type;
        final String title;
        final Set<String> members;
        final List<ObjectNode> messages = new ArrayList<>();
        final Map<String, ObjectNode> byKey = new HashMap<>();

        Room(String id, String type, String title, Set<String> members) {
            this.id = id;
            this.type = type;
            this.title = title;
            this.members = members;
        }
    }

    private final ServerSocket listening;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, FakeSocket> sockets = new LinkedHashMap<>();
    private final List<Socket> accepted = new ArrayList<>();
    private final Faults faults;
    private UnaryOperator<List<ObjectNode>> history = messages -> messages;
    private long clock = 1_700_000_000_000L;
    private int syncs;

    public FakeServer(Faults faults) {
        this.faults = faults;
        try {
            listening = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public Endpoint endpoint() {
        return Endpoint.local(listening.getLocalPort());
    }

    /** Bends what REST says the history is. */
    public synchronized void bendHistory(UnaryOperator<List<ObjectNode>> bend) {
        history = bend;
    }

    /** Makes a conversation, without an event. */
    public synchronized void room(String id, String... members) {
        rooms.put(id, new Room(id, members.length == 2 ? "direct" : "group", id, new HashSet<>(List.of(members))));
    }

    /** Texts in their order. */
    public synchronized List<String> texts(String room) {
        return messages(room).stream()
                .map(message -> message.path("text").asText())
                .toList();
    }

    /** How many catch-ups were asked for. */
    public synchronized int syncs() {
        return syncs;
    }

    /** A message that somebody sends by other means. */
    public synchronized void say(String room, String from, String text) {
        deliver(known(room), append(known(room), from, text, null), null);
    }

    /** Ends the socket of a device with a close code. */
    public synchronized void close(String user, int code) {
        for (FakeSocket socket : List.copyOf(sockets.values())) {
            if (socket.user.equals(user)) {
                socket.close(code);
                sockets.remove(socket.user + "/" + socket.device);
            }
        }
    }

    /** Whether a user has a socket. */
    public synchronized boolean connected(String user) {
        return sockets.values().stream().anyMatch(socket -> socket.user.equals(user));
    }

    @Override
    public synchronized void close() {
        try {
            listening.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void opened(FakeSocket socket) {
        FakeSocket before = sockets.put(socket.user + "/" + socket.device, socket);
        if (before != null) {
            before.close(4409);
        }
        ObjectNode ready = JSON.createObjectNode();
        ready.put("type", "ready")
                .put("user_id", socket.user)
                .put("device_id", socket.device)
                .put("server_ts", clock)
                .put("heartbeat_ms", 30_000);
        socket.send(ready);
    }

    synchronized void gone(FakeSocket socket) {
        sockets.remove(socket.user + "/" + socket.device, socket);
    }

    synchronized void frame(FakeSocket socket, JsonNode frame) {
        if (!sockets.containsValue(socket)) {
            return;
        }
        switch (frame.path("type").asText()) {
            case "send" -> send(socket, frame);
            case "sync" -> sync(socket, frame);
            default -> {
                // Nothing in these tests depends on the others.
            }
        }
        if (faults.strikes(faults.cut())) {
            socket.cut();
        }
    }

    synchronized ObjectNode create(String user, JsonNode body) {
        String type = body.path("type").asText();
        Set<String> members = new HashSet<>(Set.of(user));
        body.path("member_ids").forEach(member -> members.add(member.asText()));
        String id = type.equals("direct")
                ? "d-" + String.join("-", members.stream().sorted().toList())
                : "g-" + user + "-"
                        + body.path("client_conversation_id").asText().replace(':', '-');
        Room known = rooms.get(id);
        if (known == null) {
            known = new Room(id, type, body.path("title").asText(), members);
            rooms.put(id, known);
            if (!type.equals("direct")) {
                ObjectNode created = append(known, user, null, null);
                created.put("kind", "event").putObject("event").put("what", "created");
                deliver(known, created, null);
            }
        }
        return describe(known);
    }

    synchronized ObjectNode list(String user) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("conversations");
        rooms.values().stream().filter(room -> room.members.contains(user)).forEach(room -> all.add(describe(room)));
        return answer.putNull("next_cursor");
    }

    synchronized ObjectNode members(String room) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("members", describe(known(room)).path("members"));
        return answer.putNull("next_cursor");
    }

    /** Oldest first after a cursor, newest first before one. */
    synchronized ObjectNode page(String room, @Nullable String after, @Nullable String before, int limit) {
        List<ObjectNode> chosen = new ArrayList<>();
        for (ObjectNode message : history.apply(messages(room))) {
            String id = message.path("message_id").asText();
            if ((after == null || id.compareTo(after) > 0) && (before == null || id.compareTo(before) < 0)) {
                chosen.add(message);
            }
        }
        if (after == null) {
            chosen = chosen.reversed();
        }
        List<ObjectNode> page = chosen.subList(0, Math.min(limit, chosen.size()));
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("messages")
                .addAll(page.stream().map(ObjectNode::deepCopy).toList());
        if (page.size() < chosen.size()) {
            return answer.put("next_cursor", page.getLast().path("message_id").asText());
        }
        return answer.putNull("next_cursor");
    }

    private List<ObjectNode> messages(String room) {
        return known(room).messages;
    }

    private void send(FakeSocket socket, JsonNode frame) {
        Room room = known(frame.path("conversation_id").asText());
        String key = frame.path("client_msg_id").asText();
        if (faults.strikes(faults.unavailable())) {
            ObjectNode error = JSON.createObjectNode();
            error.put("type", "error")
                    .put("code", "unavailable")
                    .put("message", "try again")
                    .put("client_msg_id", key)
                    .put("retry_after_ms", 1);
            socket.send(error);
            return;
        }
        ObjectNode message = room.byKey.get(socket.user + " " + key);
        boolean duplicate = message != null;
        if (message == null) {
            message = append(room, socket.user, frame.path("text").asText(), key);
            deliver(room, message, socket);
        }
        if (faults.strikes(faults.loseAck())) {
            socket.cut();
            return;
        }
        ObjectNode ack = JSON.createObjectNode();
        ack.put("type", "ack").put("client_msg_id", key);
        for (String field : List.of("conversation_id", "message_id", "seq", "server_ts")) {
            ack.set(field, message.path(field));
        }
        if (duplicate) {
            ack.put("duplicate", true);
        }
        socket.send(ack);
    }

    private void sync(FakeSocket socket, JsonNode frame) {
        syncs++;
        int limit = frame.path("limit").asInt(100);
        ObjectNode synced = JSON.createObjectNode();
        synced.put("type", "synced").put("id", frame.path("id").asText());
        ObjectNode standings = synced.putObject("conversations");
        long since = frame.path("since").asLong(-1);
        for (Room room : rooms.values()) {
            if (!room.members.contains(socket.user)) {
                continue;
            }
            JsonNode cursor = frame.path("cursors").path(room.id);
            boolean asked = !cursor.isMissingNode();
            List<ObjectNode> missed = room.messages.stream()
                    .filter(message -> asked
                            ? cursor.isNull()
                                    || message.path("message_id").asText().compareTo(cursor.asText()) > 0
                            : since >= 0 && message.path("server_ts").asLong() > since)
                    .toList();
            missed.stream().limit(limit).forEach(message -> socket.send(seenBy(socket.user, message)));
            if (!asked && since >= 0 && missed.isEmpty()) {
                continue;
            }
            ObjectNode standing = standings.putObject(room.id);
            standing.put("last_seq", room.messages.size()).put("unread", 0).put("more", missed.size() > limit);
            standing.put(
                    "last_message_id",
                    room.messages.isEmpty()
                            ? null
                            : room.messages.getLast().path("message_id").asText());
        }
        synced.put("since", Long.toString(clock));
        socket.send(synced);
    }

    private ObjectNode append(Room room, String from, @Nullable String text, @Nullable String key) {
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "message")
                .put("conversation_id", room.id)
                .put("message_id", String.format("%013d", 1000 + 2 * room.messages.size()))
                .put("seq", room.messages.size() + 1)
                .put("from", from)
                .put("server_ts", ++clock);
        if (text != null) {
            message.put("text", text);
        }
        if (key != null) {
            message.put("client_msg_id", key);
            room.byKey.put(from + " " + key, message);
        }
        room.messages.add(message);
        return message;
    }

    private void deliver(Room room, ObjectNode message, @Nullable FakeSocket but) {
        for (FakeSocket socket : List.copyOf(sockets.values())) {
            if (socket != but && room.members.contains(socket.user) && !faults.strikes(faults.skipDelivery())) {
                socket.send(seenBy(socket.user, message));
                if (faults.strikes(faults.doubleDelivery())) {
                    socket.send(seenBy(socket.user, message));
                }
            }
        }
    }

    private static ObjectNode seenBy(String user, ObjectNode message) {
        ObjectNode seen = message.deepCopy();
        if (!message.path("from").asText().equals(user)) {
            seen.remove("client_msg_id");
        }
        return seen;
    }

    private static ObjectNode describe(Room room) {
        ObjectNode json = JSON.createObjectNode();
        json.put("conversation_id", room.id).put("type", room.type).put("member_count", room.members.size());
        if (room.type.equals("group")) {
            json.put("title", room.title);
        }
        ArrayNode members = json.putArray("members");
        room.members.stream()
                .sorted()
                .forEach(member -> members.addObject().put("user_id", member).put("role", "member"));
        json.put("created_at", 1)
                .put("first_visible_seq", 1)
                .put("last_seq", room.messages.size())
                .put("unread", 0);
        return json;
    }

    private Room known(String id) {
        Room room = rooms.get(id);
        if (room == null) {
            throw new IllegalArgumentException("no room " + id);
        }
        return room;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                synchronized (this) {
                    accepted.add(socket);
                }
                Thread.ofVirtual().start(() -> FakeHttp.serve(this, socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    static byte[] utf8(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
