package chat.parley.tools.bench;

import chat.parley.tools.client.ServerFrame;
import chat.parley.tools.client.ServerFrame.Message;
import chat.parley.tools.client.ServerFrame.Standing;
import chat.parley.tools.client.ServerFrame.Synced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A device that syncs, one question at a time, and reads no more of the answers than it must. */
final class SyncClient implements AutoCloseable {

    /** Most messages of a conversation that one {@code sync} is answered with. */
    static final int PAGE = 500;

    /**
     * What one sync brought.
     *
     * @param frames all of its answer, to be sent again by {@link BareReplies}
     * @param last the last message, null when none came
     * @param more whether the limit cut a conversation
     */
    record Page(
            List<String> frames,
            int messages,
            int conversations,
            @Nullable Message last,
            boolean more,
            @Nullable String since) {

        String token() {
            return Objects.requireNonNull(since, "the last part has one");
        }
    }

    private final RawClient raw;

    private SyncClient(RawClient raw) {
        this.raw = raw;
    }

    /** Connects and waits for {@code ready}; the upgrade is left out for a server that has none. */
    static SyncClient open(int port, @Nullable String token, String device) throws IOException {
        RawClient raw = new RawClient("127.0.0.1", port);
        if (token != null) {
            int status = raw.upgrade(token, device);
            if (status != 101) {
                raw.close();
                throw new IOException("the upgrade was answered with " + status);
            }
            raw.readFrame();
        }
        return new SyncClient(raw);
    }

    /** Sends a text to each of some conversations, in their order, and waits for the acks. */
    void send(List<String> conversations, String keys) throws IOException {
        for (int from = 0; from < conversations.size(); from += PAGE) {
            List<String> some = conversations.subList(from, Math.min(from + PAGE, conversations.size()));
            for (int i = 0; i < some.size(); i++) {
                raw.write(RawClient.text("{\"type\":\"send\",\"conversation_id\":\"" + some.get(i)
                        + "\",\"client_msg_id\":\"" + keys + "-" + (from + i) + "\",\"text\":\""
                        + "x".repeat(SendFrame.TEXT_BYTES) + "\"}"));
            }
            int acks = 0;
            while (acks < some.size()) {
                if (kind(raw.readFrame()) == FrameKind.ACK) {
                    acks++;
                }
            }
        }
    }

    /**
     * One sync, its answer read to the end.
     *
     * @param fields as they stand in JSON; may be empty
     */
    Page sync(String fields) throws IOException {
        raw.write(RawClient.text("{\"type\":\"sync\"" + (fields.isEmpty() ? "" : "," + fields) + "}"));
        List<String> frames = new ArrayList<>();
        String last = null;
        int messages = 0;
        int conversations = 0;
        boolean more = false;
        while (true) {
            String frame = raw.readFrame();
            frames.add(frame);
            if (kind(frame) == FrameKind.MESSAGE) {
                messages++;
                last = frame;
            } else if (read(frame) instanceof Synced synced) {
                conversations += synced.conversations().size();
                more |= synced.conversations().values().stream().anyMatch(Standing::more);
                if (!synced.partial()) {
                    Message message = last != null && read(last) instanceof Message one ? one : null;
                    return new Page(frames, messages, conversations, message, more, synced.since());
                }
            }
        }
    }

    /** One conversation from its first message to its last. */
    List<Page> catchUp(String conversation) throws IOException {
        List<Page> pages = new ArrayList<>();
        String cursor = "null";
        Page page;
        do {
            page = sync("\"cursors\":{\"" + conversation + "\":" + cursor + "},\"limit\":" + PAGE);
            pages.add(page);
            Message last = page.last();
            cursor = last == null ? cursor : "\"" + last.messageId() + "\"";
        } while (page.more());
        return pages;
    }

    @Override
    public void close() {
        raw.close();
    }

    private static FrameKind kind(String frame) throws IOException {
        byte[] bytes = frame.substring(0, Math.min(frame.length(), 16)).getBytes(StandardCharsets.UTF_8);
        FrameKind kind = FrameKind.of(bytes, 0, bytes.length);
        if (kind == FrameKind.ERROR) {
            throw new IOException("the server says " + frame);
        }
        return kind;
    }

    private static ServerFrame read(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return ServerFrame.read(bytes, 0, bytes.length);
    }
}
