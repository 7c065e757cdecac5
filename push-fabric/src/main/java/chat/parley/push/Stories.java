package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of a message. */
public final class Stories {

    private static final int CURSORS_AT_ONCE = 256;

    private final Directory directory;
    private final MessageStore messages;
    private final Cursors cursors;
    private final Traces traces;

    public Stories(Directory directory, MessageStore messages, Cursors cursors, Traces traces) {
        this.directory = directory;
        this.messages = messages;
        this.cursors = cursors;
        this.traces = traces;
    }

    /**
     * @return null when there is no such message, or retention has taken it
     * @throws chat.parley.pipeline.port.StoreUnavailable when it cannot be looked up just now
     */
    public @Nullable Story of(ConversationId conversation, MessageId id) {
        Roster roster = directory.roster(conversation);
        Message message = roster == null ? null : Stored.find(messages, conversation, id);
        if (roster == null || message == null) {
            return null;
        }
        List<UserId> hearers = roster.hearersOf(message.position()).stream()
                .filter(user -> !user.equals(message.from()))
                .toList();
        return new Story(
                conversation,
                id,
                message.seq(),
                message.from(),
                message.serverTs(),
                withReceipts(conversation, hearers, message.seq()),
                traces.of(conversation, id));
    }

    private List<Story.Hearer> withReceipts(ConversationId conversation, List<UserId> hearers, long seq) {
        Set<UserId> delivered = new HashSet<>();
        Set<UserId> read = new HashSet<>();
        for (int from = 0; from < hearers.size(); from += CURSORS_AT_ONCE) {
            List<UserId> some = hearers.subList(from, Math.min(from + CURSORS_AT_ONCE, hearers.size()));
            for (Cursor cursor : cursors.of(conversation, some)) {
                if (cursor.seq() >= seq) {
                    delivered.add(cursor.user());
                    if (cursor.kind() == ReceiptKind.READ) {
                        read.add(cursor.user());
                    }
                }
            }
        }
        List<Story.Hearer> told = new ArrayList<>();
        hearers.forEach(user -> told.add(new Story.Hearer(user, delivered.contains(user), read.contains(user))));
        return told;
    }
}
