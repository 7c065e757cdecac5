package chat.parley.contracts;

import chat.parley.domain.Body;
import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.ReplyTo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays a partition's owner: says what happens, and gets the batches that an owner would have had stored. Conversations
 * and users are named by their ids.
 */
public final class Script {

    /** When the first entry enters the log, unless told otherwise. */
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<ConversationId, Head> heads = new HashMap<>();
    private final Map<ConversationId, Position> versions = new HashMap<>();
    private final List<Decided> decided = new ArrayList<>();
    private long logTime;
    private Position position = Position.START;

    public Script() {
        this(BEGIN);
    }

    public Script(Instant begin) {
        this.logTime = begin.toEpochMilli();
    }

    public static ConversationId conversation(String id) {
        return new ConversationId(id);
    }

    public static UserId user(String id) {
        return new UserId(id);
    }

    /** Log time goes on; it stands still otherwise. */
    public Script later(Duration time) {
        logTime += time.toMillis();
        return this;
    }

    /** Entries go by that are refused. */
    public Script refused(int entries) {
        position = new Position(position.generation(), position.offset() + entries);
        return this;
    }

    public Position position() {
        return position;
    }

    public long logTimeMillis() {
        return logTime;
    }

    /** A group; the first is its owner. */
    public Decided group(String id, String... users) {
        List<UserId> members =
                new TreeSet<>(List.of(users)).stream().map(UserId::new).toList();
        return create(id, ConversationType.GROUP, new Event.Created(members, id), users);
    }

    /** A direct conversation, which begins without an event. */
    public Decided direct(String id, String one, String other) {
        return create(id, ConversationType.DIRECT, null, one, other);
    }

    public Decided send(String id, String from, String key) {
        return send(id, from, key, "text of " + key);
    }

    public Decided send(String id, String from, String key, String text) {
        return send(id, from, key, Body.text(text));
    }

    public Decided send(String id, String from, String key, Body body) {
        position = position.next();
        ClientMsgId clientMsgId = new ClientMsgId(key);
        EntryKey entryKey = new EntryKey.OfSend(conversation(id), user(from), clientMsgId);
        return decide(entryKey, from, clientMsgId, List.of(body), null, List.of());
    }

    public Decided rename(String id, String by, String title) {
        position = position.next();
        MembershipChange change = new MembershipChange(conversation(id), position, null, title, Map.of(), List.of());
        return change(by, List.of(new Event.Renamed(title)), change);
    }

    public Decided add(String id, String by, String... users) {
        position = position.next();
        Map<UserId, Tenure> opened = new HashMap<>();
        for (String user : users) {
            opened.put(user(user), Tenure.begun(position, Role.MEMBER, logTime));
        }
        MembershipChange change = new MembershipChange(conversation(id), position, null, null, opened, List.of());
        return change(by, List.of(new Event.MembersAdded(List.copyOf(opened.keySet()))), change);
    }

    public Decided remove(String id, String by, String user) {
        position = position.next();
        MembershipChange change =
                new MembershipChange(conversation(id), position, null, null, Map.of(), List.of(user(user)));
        return change(by, List.of(new Event.MemberRemoved(user(user))), change);
    }

    /** The owner leaves, and another, who has been there from the beginning, follows: one entry, two events. */
    public Decided succession(String id, String owner, String next, Position memberSince) {
        position = position.next();
        Tenure tenure = new Tenure(position, null, Role.OWNER, memberSince, logTime, 1, MessageId.ZERO, 0);
        MembershipChange change = new MembershipChange(
                conversation(id), position, null, null, Map.of(user(next), tenure), List.of(user(owner), user(next)));
        return change(
                owner,
                List.of(new Event.MemberLeft(user(owner)), new Event.RoleChanged(user(next), Role.OWNER)),
                change);
    }

    public Head head(String id) {
        Head head = heads.get(conversation(id));
        if (head == null) {
            throw new IllegalArgumentException("no such conversation yet: " + id);
        }
        return head;
    }

    /** All that was decided since the last batch. */
    public Batch batch() {
        Map<ConversationId, Head> touched = new LinkedHashMap<>();
        Map<List<Object>, Cursor> cursors = new LinkedHashMap<>();
        for (Decided one : decided) {
            ConversationId id = one.event().conversation();
            Head head = heads.get(id);
            if (head != null) {
                touched.put(id, head);
            }
            for (Message message : one.messages()) {
                if (message.content() instanceof Body) {
                    cursors.put(List.of(id, message.from()), cursorAt(message));
                }
            }
        }
        Batch batch = new Batch(position, decided, List.copyOf(touched.values()), List.copyOf(cursors.values()));
        decided.clear();
        return batch;
    }

    public static Cursor cursorAt(Message message) {
        return new Cursor(
                message.conversation(),
                message.from(),
                ReceiptKind.READ,
                message.id(),
                message.seq(),
                message.messageCount());
    }

    public static List<Message> messagesOf(Collection<Decided> decided) {
        return decided.stream().flatMap(one -> one.messages().stream()).toList();
    }

    private Decided create(String id, ConversationType type, Event.@Nullable Created event, String... users) {
        position = position.next();
        ConversationId conversation = conversation(id);
        Map<UserId, Tenure> opened = new HashMap<>();
        for (String user : users) {
            boolean owner = type == ConversationType.GROUP && user.equals(users[0]);
            opened.put(user(user), Tenure.begun(position, owner ? Role.OWNER : Role.MEMBER, logTime));
        }
        Profile profile = new Profile(conversation, type, HistoryVisibility.ALL, user(users[0]), logTime);
        String title = event == null ? null : event.title();
        MembershipChange change = new MembershipChange(conversation, position, profile, title, opened, List.of());
        return decide(
                new EntryKey.OfCreation(conversation),
                users[0],
                null,
                event == null ? List.of() : List.of(event),
                change,
                List.of());
    }

    private Decided change(String by, List<Event> events, MembershipChange change) {
        List<UserId> departed = change.closed().stream()
                .filter(user -> !change.opened().containsKey(user))
                .toList();
        EntryKey key = new EntryKey.OfPosition(change.conversation(), change.at());
        return decide(key, by, null, List.copyOf(events), change, departed);
    }

    private Decided decide(
            EntryKey key,
            String actor,
            @Nullable ClientMsgId clientMsgId,
            List<Content> contents,
            @Nullable MembershipChange change,
            List<UserId> departed) {
        ConversationId id = key.conversation();
        Head before = heads.getOrDefault(id, new Head(id, Position.START, 0, MessageId.ZERO, 0, 0));
        Head head = before;
        List<Message> rows = new ArrayList<>();
        for (Content content : contents) {
            MessageId floor = MessageId.snowflake(logTime, 0, position.offset());
            MessageId next = floor.compareTo(head.id()) > 0 ? floor : head.id().next();
            long count = head.messageCount() + (content instanceof Body ? 1 : 0);
            head = new Head(id, position, head.seq() + 1, next, logTime, count);
            rows.add(new Message(id, next, head.seq(), user(actor), content, logTime, clientMsgId, count, position));
        }
        head = new Head(id, position, head.seq(), head.id(), logTime, head.messageCount());
        heads.put(id, head);
        if (change != null) {
            versions.put(id, position);
        }
        ReplyTo origin = new ReplyTo(7, position.offset(), 3);
        Decided one = new Decided(
                index(key, rows, head),
                rows,
                change,
                new DeliveryEvent(
                        id, position, rows, versions.getOrDefault(id, position), change != null, departed, origin));
        decided.add(one);
        return one;
    }

    private IndexRow index(EntryKey key, List<Message> rows, Head head) {
        if (rows.isEmpty()) {
            return new IndexRow(
                    key, position, 0, head.id(), head.seq(), logTime, logTime, head.messageCount(), BodyHash.NONE);
        }
        Message first = rows.getFirst();
        BodyHash hash = first.content() instanceof Body body ? BodyHash.of(body) : BodyHash.NONE;
        return new IndexRow(
                key, position, rows.size(), first.id(), first.seq(), logTime, logTime, first.messageCount(), hash);
    }
}
