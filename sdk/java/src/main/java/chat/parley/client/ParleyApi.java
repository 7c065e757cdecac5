package chat.parley.client;

import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of a server, for one user. Every call blocks (a virtual thread is a good place for it), half a
 * minute at most besides what the token provider takes. Safe for use by many threads.
 *
 * <p>All calls throw a {@link ParleyException}: what the server refused has the code of the wire contract, and
 * {@link ErrorCode#UNREACHABLE} says that there was no answer. After {@link ErrorCode#UNAUTHORIZED} a fresh token is
 * asked for, once. Nothing else is retried; {@link ErrorCode#RATE_LIMITED} and {@link ErrorCode#UNAVAILABLE} say when it
 * is worth a try.
 */
public final class ParleyApi {

    private final HttpCalls calls;
    private final TokenSource tokens;

    ParleyApi(HttpCalls calls, TokenSource tokens) {
        this.calls = calls;
        this.tokens = tokens;
    }

    /**
     * The interface alone, without a connection.
     *
     * @param server {@code http://HOST[:PORT]} or https
     * @param tokens gives the access tokens
     * @return the interface, on the shared runtime
     * @throws IllegalArgumentException when the address is none
     */
    public static ParleyApi at(URI server, TokenProvider tokens) {
        return new ParleyApi(
                new HttpCalls(ParleyRuntime.shared().http(), Endpoint.of(server)),
                new TokenSource(tokens, InstantSource.system()));
    }

    /**
     * Who one is.
     *
     * @return the user of the token
     */
    public User me() {
        return Shapes.user(get("/api/users/me"));
    }

    /**
     * Looks for users.
     *
     * @param query a whole username, or its beginning
     * @param limit most users to be told, from 1
     * @return those found
     */
    public List<User> users(String query, int limit) {
        return get("/api/users" + query("query", query, "limit", limit)).objects("users").stream()
                .map(Shapes::user)
                .toList();
    }

    /**
     * The direct conversation with a user, made if it is not there.
     *
     * @param userId the other one
     * @return the conversation
     */
    public Conversation direct(String userId) {
        return Shapes.conversation(call("POST", "/api/conversations", Json.object(json -> {
            json.writeStringField("type", "direct");
            Json.array(json, "member_ids", List.of(userId));
        })));
    }

    /**
     * Makes a group whose later members see all of its history.
     *
     * @param title its title
     * @param memberIds the others; up to 999
     * @return the group
     */
    public Conversation group(String title, Collection<String> memberIds) {
        return group(title, memberIds, true, ClientMsgIds.next());
    }

    /**
     * Makes a group, once for a key.
     *
     * @param title its title
     * @param memberIds the others; up to 999
     * @param wholeHistory whether later members see what was before them
     * @param clientConversationId the key; the same again gives the group that it made
     * @return the group
     */
    public Conversation group(
            String title, Collection<String> memberIds, boolean wholeHistory, String clientConversationId) {
        return Shapes.conversation(call("POST", "/api/conversations", Json.object(json -> {
            json.writeStringField("type", "group");
            json.writeStringField("title", title);
            Json.array(json, "member_ids", memberIds);
            json.writeStringField("history", wholeHistory ? "all" : "joined");
            json.writeStringField("client_conversation_id", clientConversationId);
        })));
    }

    /**
     * One's conversations, the latest active first.
     *
     * @param cursor {@link Page#nextCursor} of the part before; null for the first
     * @param limit most to be told, 1 to 200
     * @return a part of them
     */
    public Page<Conversation> conversations(@Nullable String cursor, int limit) {
        return page(
                get("/api/conversations" + query("cursor", cursor, "limit", limit)),
                "conversations",
                Shapes::conversation);
    }

    /**
     * A conversation.
     *
     * @param conversationId which
     * @return as it is now
     */
    public Conversation conversation(String conversationId) {
        return Shapes.conversation(get(path(conversationId)));
    }

    /**
     * Names a group.
     *
     * @param conversationId which
     * @param title the new title
     * @return as it is now
     */
    public Conversation rename(String conversationId, String title) {
        return Shapes.conversation(
                call("PATCH", path(conversationId), Json.object(json -> json.writeStringField("title", title))));
    }

    /**
     * The members of a conversation.
     *
     * @param conversationId which
     * @param cursor {@link Page#nextCursor} of the part before; null for the first
     * @param limit most to be told, 1 to 200
     * @return a part of them
     */
    public Page<Member> members(String conversationId, @Nullable String cursor, int limit) {
        return page(
                get(path(conversationId) + "/members" + query("cursor", cursor, "limit", limit)),
                "members",
                Shapes::member);
    }

    /**
     * Adds members to a group; those who are there stay as they are.
     *
     * @param conversationId which
     * @param userIds whom
     * @return as it is now
     */
    public Conversation addMembers(String conversationId, Collection<String> userIds) {
        return Shapes.conversation(call(
                "POST", path(conversationId) + "/members", Json.object(json -> Json.array(json, "user_ids", userIds))));
    }

    /**
     * Gives a member of a group a role.
     *
     * @param conversationId which
     * @param userId whom
     * @param role {@code owner} (the old one then is an admin), {@code admin} or {@code member}
     * @return the member
     */
    public Member setRole(String conversationId, String userId, String role) {
        return Shapes.member(call(
                "PUT",
                path(conversationId) + "/members/" + Endpoint.encode(userId),
                Json.object(json -> json.writeStringField("role", role))));
    }

    /**
     * Takes a member out of a group; oneself: leaves it.
     *
     * @param conversationId which
     * @param userId whom
     */
    public void removeMember(String conversationId, String userId) {
        call("DELETE", path(conversationId) + "/members/" + Endpoint.encode(userId), null);
    }

    /**
     * How far the members of a conversation have received and read.
     *
     * @param conversationId which
     * @param cursor {@link Page#nextCursor} of the part before; null for the first
     * @param limit most to be told, 1 to 200
     * @return a part of them
     */
    public Page<ReceiptCursors> receipts(String conversationId, @Nullable String cursor, int limit) {
        return page(
                get(path(conversationId) + "/receipts" + query("cursor", cursor, "limit", limit)),
                "receipts",
                Shapes::receiptCursors);
    }

    /**
     * Sends without the outbox, for programs that keep their own. The same again is the same message.
     *
     * @param message what to send
     * @return where it stands
     */
    public Sent send(OutgoingMessage message) {
        HttpCalls.Answer answer = answer("POST", "/api/messages", Json.object(json -> {
            json.writeStringField("conversation_id", message.conversationId());
            json.writeStringField("client_msg_id", message.clientMsgId());
            if (message.text() != null) {
                json.writeStringField("text", message.text());
            }
            if (!message.mediaIds().isEmpty()) {
                Json.array(json, "media_ids", message.mediaIds());
            }
        }));
        return Shapes.sent(answer.body(), message, answer.status() == 200);
    }

    /**
     * Messages before one, or the newest; newest first.
     *
     * @param conversationId where
     * @param before a message id, or {@link Page#nextCursor} of the part before; null for the newest
     * @param limit most to be told, 1 to 200
     * @return a part of them
     */
    public Page<Message> messagesBefore(String conversationId, @Nullable String before, int limit) {
        return shown(messages(conversationId, "before", before, limit));
    }

    /**
     * Messages after one; oldest first.
     *
     * @param conversationId where
     * @param after a message id, or {@link Page#nextCursor} of the part before; null for the first that may be seen
     * @param limit most to be told, 1 to 200
     * @return a part of them
     */
    public Page<Message> messagesAfter(String conversationId, @Nullable String after, int limit) {
        return shown(allAfter(conversationId, after, limit));
    }

    /**
     * Moves one's read cursor, forward only. {@link ParleyClient#read} does the same with less waiting.
     *
     * @param conversationId where
     * @param messageId up to and including this message
     */
    public void read(String conversationId, String messageId) {
        call(
                "PUT",
                path(conversationId) + "/read",
                Json.object(json -> json.writeStringField("message_id", messageId)));
    }

    /**
     * One's devices.
     *
     * @return all of them
     */
    public List<Device> devices() {
        return get("/api/devices").objects("devices").stream()
                .map(Shapes::device)
                .toList();
    }

    /**
     * A device of one's own.
     *
     * @param deviceId which
     * @return the device
     */
    public Device device(String deviceId) {
        return Shapes.device(get("/api/devices/" + Endpoint.encode(deviceId)));
    }

    /**
     * Registers where a device is woken.
     *
     * @param deviceId which
     * @param platform {@code apns} or {@code fcm}
     * @param pushToken what the platform gave
     * @return the device
     */
    public Device registerDevice(String deviceId, String platform, String pushToken) {
        return putDevice(deviceId, Json.object(json -> {
            json.writeStringField("platform", platform);
            json.writeStringField("push_token", pushToken);
        }));
    }

    /**
     * Registers the subscription of a browser.
     *
     * @param deviceId which
     * @param subscriptionJson the subscription object as JSON
     * @return the device
     */
    public Device registerWebPush(String deviceId, String subscriptionJson) {
        return putDevice(deviceId, Json.object(json -> {
            json.writeStringField("platform", "webpush");
            json.writeFieldName("push_token");
            json.writeRawValue(subscriptionJson);
        }));
    }

    /**
     * Forgets a device, and closes its socket.
     *
     * @param deviceId which
     */
    public void removeDevice(String deviceId) {
        call("DELETE", "/api/devices/" + Endpoint.encode(deviceId), null);
    }

    /**
     * Who of some users is there. Those who share no conversation with one are left out.
     *
     * @param userIds whom to ask for
     * @return those who may be seen
     */
    public List<Presence> presence(Collection<String> userIds) {
        StringJoiner query = new StringJoiner("&", "?", "");
        userIds.forEach(user -> query.add("user_id=" + Endpoint.encode(user)));
        return get("/api/presence" + query).objects("presence").stream()
                .map(Shapes::presence)
                .toList();
    }

    /** With those of kinds that are not known, whose numbers count. */
    Page<ServerFrame.Told> allAfter(String conversationId, @Nullable String after, int limit) {
        return messages(conversationId, "after", after == null ? "0000000000000" : after, limit);
    }

    private Page<ServerFrame.Told> messages(
            String conversationId, String direction, @Nullable String cursor, int limit) {
        return page(
                get(path(conversationId) + "/messages" + query(direction, cursor, "limit", limit)),
                "messages",
                Shapes::message);
    }

    private static Page<Message> shown(Page<ServerFrame.Told> page) {
        return new Page<>(
                page.items().stream()
                        .filter(ServerFrame.Told::shown)
                        .map(ServerFrame.Told::message)
                        .toList(),
                page.nextCursor());
    }

    private Device putDevice(String deviceId, String body) {
        return Shapes.device(call("PUT", "/api/devices/" + Endpoint.encode(deviceId), body));
    }

    private JsonObject get(String path) {
        return call("GET", path, null);
    }

    private JsonObject call(String method, String path, @Nullable String body) {
        return answer(method, path, body).body();
    }

    private HttpCalls.Answer answer(String method, String path, @Nullable String body) {
        String token = tokens.current();
        try {
            return calls.call(method, path, token, body);
        } catch (ParleyException e) {
            if (e.code() != ErrorCode.UNAUTHORIZED) {
                throw e;
            }
            return calls.call(method, path, tokens.insteadOf(token), body);
        }
    }

    private static String path(String conversationId) {
        return "/api/conversations/" + Endpoint.encode(conversationId);
    }

    private static String query(String name, @Nullable String value, String number, int limit) {
        return "?" + number + "=" + limit + (value == null ? "" : "&" + name + "=" + Endpoint.encode(value));
    }

    private static <T> Page<T> page(JsonObject answer, String field, Function<JsonObject, T> shape) {
        return new Page<>(answer.objects(field).stream().map(shape).toList(), answer.textOrNull("next_cursor"));
    }
}
