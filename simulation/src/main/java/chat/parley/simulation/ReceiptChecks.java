package chat.parley.simulation;

import chat.parley.domain.Body;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import java.util.HashMap;
import java.util.Map;

/**
 * Up to where users have read: no less than what they were told is stored, and what they said themselves; no more than
 * they claimed; and unread is what is counted anew behind that.
 */
final class ReceiptChecks {

    private record Key(UserId user, ConversationId conversation) {}

    private final Map<Key, Long> claimed = new HashMap<>();
    private final Map<Key, Long> stored = new HashMap<>();

    void claimed(UserId user, Message upTo) {
        claimed.merge(new Key(user, upTo.conversation()), upTo.seq(), Math::max);
    }

    /** It was answered, or told to others: no crash takes it back. */
    void stored(UserId user, ConversationId conversation, long seq) {
        stored.merge(new Key(user, conversation), seq, Math::max);
    }

    /** The seq that a user has read for certain; 0 when none. */
    long storedSeq(UserId user, ConversationId conversation) {
        return stored.getOrDefault(new Key(user, conversation), 0L);
    }

    /**
     * What a user is shown when nobody sends any more.
     *
     * @param storedBefore what was stored before the view was read
     */
    void shown(
            UserId user,
            ReferenceConversation conversation,
            long firstVisible,
            long storedBefore,
            ConversationView view) {
        long own = 0;
        long read = 0;
        for (Message message : conversation.messages()) {
            if (message.content() instanceof Body && message.from().equals(user)) {
                own = message.seq();
            }
            if (message.id().equals(view.readId())) {
                read = message.seq();
            }
        }
        long least = Math.max(own, storedBefore);
        long most = Math.max(own, claimed.getOrDefault(new Key(user, conversation.id()), 0L));
        boolean isNowhere = read == 0 && !view.readId().equals(MessageId.ZERO);
        if (isNowhere || read > most || (least >= firstVisible && read < least)) {
            throw new Violation(
                    Invariant.READ_IS_KEPT,
                    user + " has read " + read + ", between " + least + " and " + most + ", of " + view);
        }
        long from = Math.max(read + 1, firstVisible);
        long unread = conversation.messages().stream()
                .filter(message -> message.seq() >= from && message.content() instanceof Body)
                .count();
        if (view.unread() != unread) {
            throw new Violation(Invariant.READ_IS_KEPT, unread + " are unread, and not as in " + view);
        }
    }
}
