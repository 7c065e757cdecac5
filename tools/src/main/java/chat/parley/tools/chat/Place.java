package chat.parley.tools.chat;

import chat.parley.client.Conversation;
import chat.parley.client.Member;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A conversation in the list: its name, what is unread in it, and how far it was shown. */
final class Place {

    final String id;
    private final String me;
    private Conversation conversation;
    long unread;
    /** The newest message that was shown from the history, which may come live after that. */
    long shownSeq;
    /** Orders the list; any rising number will do. */
    long activity;

    @Nullable
    LocalDate shownDay;

    /** What this user said last here, until the other has read it. */
    @Nullable
    String lastSaid;

    Place(Conversation conversation, String me, long activity) {
        this.id = conversation.conversationId();
        this.me = me;
        this.conversation = conversation;
        this.unread = conversation.unread();
        this.activity = activity;
    }

    void update(Conversation newer) {
        conversation = newer;
    }

    /** The other of a direct conversation; a group's title. */
    String name() {
        if (conversation.title() != null) {
            return Wording.safe(conversation.title());
        }
        return conversation.members().stream()
                .map(Member::userId)
                .filter(user -> !user.equals(me))
                .findFirst()
                .map(Wording::safe)
                .orElse(conversation.conversationId());
    }

    boolean direct() {
        return conversation.direct();
    }

    int memberCount() {
        return conversation.memberCount();
    }
}
