package chat.parley.simulation.push;

import chat.parley.domain.Body;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.DeviceId;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.push.Preferences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is true: messages, members, cursors, devices and wishes, as they are and as they have been. */
final class Facts {

    /** A device; its token is empty while it has none. */
    record Device(UserId user, DeviceId id, Platform platform, Timeline<String> token, Timeline<Boolean> connected) {}

    /** A message, since which step it is stored. */
    record Row(Message message, long step) {}

    private record Of(ConversationId conversation, UserId user) {}

    private final PushWorld world;
    final List<UserId> users = new ArrayList<>();
    final List<Device> devices = new ArrayList<>();
    final Map<ConversationId, List<Row>> messages = new TreeMap<>();
    private final Map<ConversationId, Timeline<Roster>> rosters = new TreeMap<>();
    private final Map<Of, Timeline<Cursor>> read = new LinkedHashMap<>();
    private final Map<Of, Timeline<Preferences.OfConversation>> levels = new LinkedHashMap<>();
    private final Map<UserId, Timeline<Preferences>> preferences = new LinkedHashMap<>();
    private long offset;

    Facts(PushWorld world) {
        this.world = world;
        int members = world.chance.between(2, 4);
        for (int u = 0; u < members; u++) {
            UserId user = new UserId("u" + u);
            users.add(user);
            preferences.put(user, new Timeline<>(Preferences.DEFAULT));
            for (int d = world.chance.between(0, 2); d >= 0; d--) {
                boolean served = !world.chance.in(0.05);
                Platform platform = !served ? Platform.WEBPUSH : world.chance.in(0.5) ? Platform.APNS : Platform.FCM;
                DeviceId id = new DeviceId(user + "-d" + d);
                String token = world.chance.in(0.1) ? "" : id + "-0";
                devices.add(new Device(user, id, platform, new Timeline<>(token), new Timeline<>(false)));
            }
        }
        for (int c = world.chance.between(0, 2); c >= 0; c--) {
            create(new ConversationId("c" + c));
        }
    }

    private void create(ConversationId id) {
        Position at = nextPosition();
        Map<UserId, Tenure> all = new TreeMap<>();
        users.forEach(user -> all.put(user, Tenure.begun(at, Role.MEMBER, world.clock.millis())));
        Profile profile = new Profile(
                id, ConversationType.GROUP, HistoryVisibility.JOINED, users.getFirst(), world.clock.millis());
        MembershipChange change = new MembershipChange(id, at, profile, "Group " + id, all, List.of());
        rosters.put(id, new Timeline<>(Roster.created(change)));
        messages.put(id, new ArrayList<>());
        for (UserId user : users) {
            read.put(new Of(id, user), new Timeline<>(new Cursor(id, user, ReceiptKind.READ, MessageId.ZERO, 0, 0)));
            levels.put(new Of(id, user), new Timeline<>(Preferences.OfConversation.DEFAULT));
        }
    }

    private Position nextPosition() {
        return new Position(1, ++offset);
    }

    Message store(ConversationId conversation, UserId from, Content content) {
        List<Row> rows = rowsOf(conversation);
        Message last = rows.isEmpty() ? null : rows.getLast().message();
        Position at = nextPosition();
        long id = MessageId.snowflake(world.clock.millis(), 0, at.offset()).value();
        long count = (last == null ? 0 : last.messageCount()) + (content instanceof Body ? 1 : 0);
        Message message = new Message(
                conversation,
                new MessageId(last == null ? id : Math.max(id, last.id().value() + 1)),
                last == null ? 1 : last.seq() + 1,
                from,
                content,
                world.clock.millis(),
                null,
                count,
                at);
        rows.add(new Row(message, world.now()));
        if (content instanceof Body) {
            moveTo(message, from);
        }
        return message;
    }

    /** @return where the user has read up to; null when he was as far before */
    @Nullable
    Cursor moveTo(Message message, UserId user) {
        Timeline<Cursor> cursor = cursorOf(message.conversation(), user);
        if (cursor.now().seq() >= message.seq()) {
            return null;
        }
        Cursor moved = new Cursor(
                message.conversation(), user, ReceiptKind.READ, message.id(), message.seq(), message.messageCount());
        cursor.set(world.now(), moved);
        return moved;
    }

    void leave(ConversationId conversation, UserId user) {
        change(new MembershipChange(conversation, nextPosition(), null, null, Map.of(), List.of(user)));
    }

    void join(ConversationId conversation, UserId user) {
        List<Row> rows = rowsOf(conversation);
        Position at = nextPosition();
        Tenure tenure = Tenure.begun(at, Role.MEMBER, world.clock.millis());
        if (!rows.isEmpty()) {
            Message last = rows.getLast().message();
            tenure = tenure.seeingAfter(last.id(), last.seq(), last.messageCount());
        }
        change(new MembershipChange(conversation, at, null, null, Map.of(user, tenure), List.of()));
    }

    private void change(MembershipChange change) {
        Timeline<Roster> roster = rosterOf(change.conversation());
        roster.set(world.now(), roster.now().with(change));
    }

    Collection<ConversationId> conversations() {
        return rosters.keySet();
    }

    boolean changedMembers(ConversationId conversation, long from, long to) {
        Timeline<Roster> roster = rosterOf(conversation);
        return roster.at(from) != roster.at(to);
    }

    Timeline<Roster> rosterOf(ConversationId conversation) {
        return Objects.requireNonNull(rosters.get(conversation));
    }

    Timeline<Cursor> cursorOf(ConversationId conversation, UserId user) {
        return Objects.requireNonNull(read.get(new Of(conversation, user)));
    }

    Timeline<Preferences.OfConversation> levelOf(ConversationId conversation, UserId user) {
        return Objects.requireNonNull(levels.get(new Of(conversation, user)));
    }

    Timeline<Preferences> preferencesOf(UserId user) {
        return Objects.requireNonNull(preferences.get(user));
    }

    List<Row> rowsOf(ConversationId conversation) {
        return Objects.requireNonNull(messages.get(conversation));
    }

    Device device(UserId user, DeviceId id) {
        return devices.stream()
                .filter(one -> one.user().equals(user) && one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    Message message(ConversationId conversation, MessageId id) {
        return rowsOf(conversation).stream()
                .map(Row::message)
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Counts one by one, of the messages of one step, those behind the cursor of another. */
    long unread(ConversationId conversation, UserId user, long storedAt, long readAt) {
        Tenure tenure = rosterOf(conversation).at(storedAt).member(user);
        if (tenure == null) {
            return 0;
        }
        long seq = cursorOf(conversation, user).at(readAt).seq();
        return rowsOf(conversation).stream()
                .filter(row -> row.step() <= storedAt && row.message().content() instanceof Body)
                .map(Row::message)
                .filter(one -> one.seq() > seq && !tenure.visible(one.id()).equals(MessageId.ZERO))
                .count();
    }
}
