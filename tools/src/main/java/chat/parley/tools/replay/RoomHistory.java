package chat.parley.tools.replay;

import chat.parley.client.ConversationEvent;
import chat.parley.client.Message;
import chat.parley.client.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was said and happened in a conversation, in its order, and what follows from it for its members. */
record RoomHistory(List<Message> messages) {

    private static final String BEGINNING = "0000000000000";
    private static final int PAGE = 200;

    /**
     * A time of being a member.
     *
     * @param from the number of the event that brought one in
     * @param until that of the event that one left by; {@link Long#MAX_VALUE} while one is there
     */
    record Stay(long from, long until) {}

    RoomHistory {
        messages = List.copyOf(messages);
    }

    /** Reads it page by page, as its keeper sees it. */
    static RoomHistory of(Room room) throws InterruptedException {
        List<Message> all = new ArrayList<>();
        String cursor = BEGINNING;
        while (cursor != null) {
            String after = cursor;
            Page<Message> page = Insistence.on(() -> room.keeper().messagesAfter(room.id(), after, PAGE));
            all.addAll(page.items());
            cursor = page.items().isEmpty() ? null : page.nextCursor();
        }
        return new RoomHistory(all);
    }

    long lastSeq() {
        return messages.isEmpty() ? 0 : messages.getLast().seq();
    }

    /** The message of a number; numbers begin with 1, without gaps. */
    Message at(long seq) {
        return messages.get((int) seq - 1);
    }

    /** When each user was a member, oldest first. */
    Map<String, List<Stay>> stays() {
        Map<String, List<Stay>> stays = new HashMap<>();
        for (Message message : messages) {
            ConversationEvent event = message.event();
            if (event != null) {
                switch (event.what()) {
                    case "created", "members_added" ->
                        event.userIds().forEach(user -> begin(stays, user, message.seq()));
                    case "member_removed" -> event.userIds().forEach(user -> end(stays, user, message.seq()));
                    case "member_left" -> end(stays, message.from(), message.seq());
                    default -> {}
                }
                if (event.what().equals("created")) {
                    begin(stays, message.from(), message.seq());
                }
            }
        }
        return stays;
    }

    private static void begin(Map<String, List<Stay>> stays, String user, long seq) {
        List<Stay> all = stays.computeIfAbsent(user, _ -> new ArrayList<>());
        if (all.isEmpty() || all.getLast().until() != Long.MAX_VALUE) {
            all.add(new Stay(seq, Long.MAX_VALUE));
        }
    }

    private static void end(Map<String, List<Stay>> stays, String user, long seq) {
        List<Stay> all = stays.getOrDefault(user, List.of());
        if (!all.isEmpty() && all.getLast().until() == Long.MAX_VALUE) {
            all.set(all.size() - 1, new Stay(all.getLast().from(), seq));
        }
    }

    /** Messages (not events) behind a cursor, from the first visible one on, counted one by one. */
    long unread(@Nullable String readMessageId, long firstVisibleSeq) {
        return messages.stream()
                .filter(message -> message.event() == null
                        && message.seq() >= firstVisibleSeq
                        && (readMessageId == null || message.messageId().compareTo(readMessageId) > 0))
                .count();
    }
}
