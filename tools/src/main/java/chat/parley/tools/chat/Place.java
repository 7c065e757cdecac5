package chat.parley.tools.chat;

import chat.parley.tools.client.Conversation;
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

    Place(Conversation conversation, String me, long activity) {
        this.id = conversation.id();
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
                .map(Conversation.Member::userId)
                .filter(user -> !user.equals(me))
                .findFirst()
                .map(Wording::safe)
                .orElse(conversation.id());
    }

    boolean direct() {
        return conversation.direct();
    }

    int memberCount() {
        return conversation.memberCount();
    }
}
