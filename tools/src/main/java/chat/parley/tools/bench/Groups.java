package chat.parley.tools.bench;

import chat.parley.domain.Body;
import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.PartitionWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has groups and messages stored, as the pipeline stores what it has decided, without the pipeline. */
final class Groups {

    private static final ReplyTo NOBODY = new ReplyTo(0, 0, 0);

    private final PartitionWriter store;
    private final Clock clock;
    private final Map<ConversationId, Head> heads = new HashMap<>();
    private final Map<ConversationId, Position> created = new HashMap<>();
    private Position position = Position.START;

    Groups(PartitionWriter store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param members the first owns it */
    void create(ConversationId id, List<UserId> members) {
        position = position.next();
        long now = clock.millis();
        Map<UserId, Tenure> opened = new HashMap<>();
        members.forEach(member -> opened.put(
                member, Tenure.begun(position, member.equals(members.getFirst()) ? Role.OWNER : Role.MEMBER, now)));
        Profile profile = new Profile(id, ConversationType.GROUP, HistoryVisibility.ALL, members.getFirst(), now);
        created.put(id, position);
        write(
                new EntryKey.OfCreation(id),
                new Head(id, position, 0, MessageId.ZERO, now, 0),
                List.of(),
                new MembershipChange(id, position, profile, id.toString(), opened, List.of()),
                BodyHash.NONE);
    }

    Message say(ConversationId id, UserId from, Body body) {
        position = position.next();
        long now = clock.millis();
        Head before = heads.getOrDefault(id, new Head(id, Position.START, 0, MessageId.ZERO, 0, 0));
        MessageId floor = MessageId.snowflake(now, 0, position.offset());
        MessageId next = floor.compareTo(before.id()) > 0 ? floor : before.id().next();
        ClientMsgId key = new ClientMsgId("k" + position.offset());
        long count = before.messageCount() + 1;
        Message message = new Message(id, next, before.seq() + 1, from, body, now, key, count, position);
        write(
                new EntryKey.OfSend(id, from, key),
                new Head(id, position, message.seq(), next, now, count),
                List.of(message),
                null,
                BodyHash.of(body));
        return message;
    }

    private void write(EntryKey key, Head head, List<Message> rows, @Nullable MembershipChange change, BodyHash hash) {
        ConversationId id = head.conversation();
        heads.put(id, head);
        long now = head.serverTs();
        IndexRow index =
                new IndexRow(key, position, rows.size(), head.id(), head.seq(), now, now, head.messageCount(), hash);
        DeliveryEvent event = new DeliveryEvent(
                id, position, rows, created.getOrDefault(id, position), change != null, List.of(), NOBODY);
        store.write(
                new Batch(position, List.of(new Decided(index, rows, change, event)), List.of(head), List.of()),
                () -> {});
    }
}
