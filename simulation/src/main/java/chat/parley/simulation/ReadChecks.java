package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I9 for readers: what they see, they may see at that moment. */
final class ReadChecks {

    private record Read(Actor reader, ConversationId conversation) {}

    private final World world;
    private final RowChecks rows;
    private final Map<Read, Position> versions = new HashMap<>();

    ReadChecks(World world, RowChecks rows) {
        this.world = world;
        this.rows = rows;
    }

    /** Whoever runs reads rows at this moment. */
    void rowsRead(ConversationId conversation) {
        versions.put(
                new Read(world.scheduler().current(), conversation),
                world.members().version(conversation));
    }

    /** A user is shown a page: he is a member at a moment between its being read and now, and it is his to see. */
    void shown(UserId user, ConversationId id, List<Message> page) {
        Position first = versions.getOrDefault(new Read(world.scheduler().current(), id), Position.START);
        Position last = world.members().version(id);
        ReferenceConversation conversation = world.reference().conversation(id);
        List<Stay> stays = conversation == null ? List.of() : conversation.stays();
        for (Message message : page) {
            rows.shown(message);
            boolean may = stays.stream()
                    .anyMatch(stay -> stay.user().equals(user)
                            && stay.holdsWithin(first, last)
                            && message.seq() >= stay.seesFromSeq());
            if (!may) {
                throw new Violation(Invariant.MEMBERS_ALONE, user + " reads " + message);
            }
        }
    }

    /** The tenure by which he reads names the right beginning. */
    void firstVisibleIs(UserId user, ConversationId id, Tenure tenure) {
        ReferenceConversation conversation = world.reference().conversation(id);
        boolean right = conversation != null
                && conversation.stays().stream()
                        .anyMatch(stay -> stay.user().equals(user)
                                && stay.from().equals(tenure.memberSince())
                                && stay.seesFromSeq() == tenure.firstVisibleSeq());
        if (!right) {
            throw new Violation(Invariant.MEMBERS_ALONE, user + " sees from " + tenure);
        }
    }

    /** The seq at which the user's history begins, by the membership of this moment; 0 when he is no member. */
    long firstVisible(UserId user, ConversationId id) {
        ReferenceConversation conversation = world.reference().conversation(id);
        Position now = world.members().version(id);
        return conversation == null
                ? 0
                : conversation.stays().stream()
                        .filter(stay -> stay.user().equals(user) && stay.holdsAt(now))
                        .mapToLong(Stay::seesFromSeq)
                        .findFirst()
                        .orElse(0);
    }
}
