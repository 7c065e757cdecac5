package chat.parley.simulation;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.Outcome.Refusal;
import chat.parley.pipeline.port.Log.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as someone keeps it who reads its log once, in order, and never fails: with plain current state in
 * place of intervals, index and replay. What the pipeline comes to is compared with it.
 */
final class ReferenceConversation {

    private static final long KEY_MILLIS = Duration.ofDays(30).toMillis();

    private record Key(UserId sender, ClientMsgId id) {}

    private record First(Position position, Body body, Message message, long logTime) {}

    private static final class Member {
        Role role;
        final Position since;

        Member(Role role, Position since) {
            this.role = role;
            this.since = since;
        }
    }

    private final ConversationId id;
    private final int partition;
    private @Nullable ConversationType type;
    private HistoryVisibility history = HistoryVisibility.ALL;
    private Position created = Position.START;
    private @Nullable String title;
    private final Map<UserId, Member> members = new HashMap<>();
    private final List<Stay> stays = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<Key, First> firsts = new HashMap<>();
    private long serverTs;

    ReferenceConversation(ConversationId id, int partition) {
        this.id = id;
        this.partition = partition;
    }

    ConversationId id() {
        return id;
    }

    /** All that it holds, in the order of seq. */
    List<Message> messages() {
        return messages;
    }

    List<Stay> stays() {
        return stays;
    }

    boolean exists() {
        return type != null;
    }

    Verdict decide(Logged<Entry> entry) {
        return switch (entry.entry().command()) {
            case Command.Send send -> send(send, entry);
            case Command.Create create -> create(create, entry);
            case Command.AddMembers add -> administer(add, entry, () -> add(add, entry));
            case Command.Rename rename -> administer(rename, entry, () -> rename(rename, entry));
            case Command.RemoveMember remove ->
                remove.member().equals(remove.actor())
                        ? inGroup(remove, entry, () -> leave(remove.actor(), entry))
                        : administer(remove, entry, () -> remove(remove, entry));
            case Command.SetRole set -> inGroup(set, entry, () -> setRole(set, entry));
        };
    }

    private interface Decision {
        Verdict take();
    }

    private Verdict send(Command.Send send, Logged<Entry> entry) {
        Key key = new Key(send.actor(), send.clientMsgId());
        First first = firsts.get(key);
        if (first != null && entry.logTimeMillis() - first.logTime <= KEY_MILLIS) {
            return first.body.equals(send.body())
                    ? new Verdict(stored(first.message, true), false, first.position, List.of())
                    : refused(Refusal.CONFLICT, entry);
        }
        if (!members.containsKey(send.actor())) {
            return notAMember(send.actor(), entry);
        }
        Message message = append(entry, send.actor(), send.body(), send.clientMsgId());
        firsts.put(key, new First(entry.position(), send.body(), message, entry.logTimeMillis()));
        return new Verdict(stored(message, false), true, entry.position(), List.of(message));
    }

    private Verdict create(Command.Create create, Logged<Entry> entry) {
        if (exists()) {
            return new Verdict(new Outcome.Changed(true), false, created, List.of());
        }
        type = create.type();
        history = create.history();
        title = create.title();
        created = entry.position();
        serverTs = Math.max(serverTs, entry.logTimeMillis());
        TreeSet<UserId> founders = new TreeSet<>(create.members());
        founders.add(create.actor());
        boolean direct = type == ConversationType.DIRECT;
        for (UserId user : founders) {
            boolean owner = !direct && user.equals(create.actor());
            members.put(user, new Member(owner ? Role.OWNER : Role.MEMBER, entry.position()));
            stays.add(new Stay(user, entry.position(), null, 1));
        }
        return direct
                ? changed(entry)
                : changed(entry, append(entry, create.actor(), new Event.Created(List.copyOf(founders), title), null));
    }

    private Verdict inGroup(Command command, Logged<Entry> entry, Decision decision) {
        if (!members.containsKey(command.actor())) {
            return notAMember(command.actor(), entry);
        }
        return type == ConversationType.DIRECT ? refused(Refusal.FORBIDDEN, entry) : decision.take();
    }

    private Verdict administer(Command command, Logged<Entry> entry, Decision decision) {
        return inGroup(
                command,
                entry,
                () -> roleOf(command.actor()) == Role.MEMBER ? refused(Refusal.FORBIDDEN, entry) : decision.take());
    }

    private Verdict add(Command.AddMembers add, Logged<Entry> entry) {
        TreeSet<UserId> added = new TreeSet<>(add.members());
        added.removeAll(members.keySet());
        if (added.isEmpty()) {
            return unchanged(entry);
        }
        long seesFrom = history == HistoryVisibility.ALL ? 1 : messages.size() + 1;
        for (UserId user : added) {
            members.put(user, new Member(Role.MEMBER, entry.position()));
            stays.add(new Stay(user, entry.position(), null, seesFrom));
        }
        return changed(entry, append(entry, add.actor(), new Event.MembersAdded(List.copyOf(added)), null));
    }

    private Verdict rename(Command.Rename rename, Logged<Entry> entry) {
        if (rename.title().equals(title)) {
            return unchanged(entry);
        }
        title = rename.title();
        return changed(entry, append(entry, rename.actor(), new Event.Renamed(rename.title()), null));
    }

    private Verdict remove(Command.RemoveMember remove, Logged<Entry> entry) {
        Member member = members.get(remove.member());
        if (member == null) {
            return refused(Refusal.NOT_FOUND, entry);
        }
        if (member.role == Role.OWNER) {
            return refused(Refusal.FORBIDDEN, entry);
        }
        depart(remove.member(), entry.position());
        return changed(entry, append(entry, remove.actor(), new Event.MemberRemoved(remove.member()), null));
    }

    private Verdict leave(UserId user, Logged<Entry> entry) {
        boolean owner = roleOf(user) == Role.OWNER;
        depart(user, entry.position());
        Message left = append(entry, user, new Event.MemberLeft(user), null);
        if (!owner || members.isEmpty()) {
            return changed(entry, left);
        }
        UserId next = successor();
        roleOf(next, Role.OWNER);
        return changed(entry, left, append(entry, user, new Event.RoleChanged(next, Role.OWNER), null));
    }

    private UserId successor() {
        Role best = members.values().stream().anyMatch(m -> m.role == Role.ADMIN) ? Role.ADMIN : Role.MEMBER;
        return members.entrySet().stream()
                .filter(m -> m.getValue().role == best)
                .min(Comparator.<Map.Entry<UserId, Member>, Position>comparing(m -> m.getValue().since)
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow()
                .getKey();
    }

    private Verdict setRole(Command.SetRole set, Logged<Entry> entry) {
        if (roleOf(set.actor()) != Role.OWNER) {
            return refused(Refusal.FORBIDDEN, entry);
        }
        if (!members.containsKey(set.member())) {
            return refused(Refusal.NOT_FOUND, entry);
        }
        if (roleOf(set.member()) == set.role()) {
            return unchanged(entry);
        }
        if (set.member().equals(set.actor())) {
            return refused(Refusal.FORBIDDEN, entry);
        }
        if (set.role() == Role.OWNER) {
            roleOf(set.actor(), Role.ADMIN);
        }
        roleOf(set.member(), set.role());
        return changed(entry, append(entry, set.actor(), new Event.RoleChanged(set.member(), set.role()), null));
    }

    private @Nullable Role roleOf(UserId user) {
        Member member = members.get(user);
        return member == null ? null : member.role;
    }

    private void roleOf(UserId user, Role role) {
        Member member = members.get(user);
        if (member != null) {
            member.role = role;
        }
    }

    private void depart(UserId user, Position p) {
        members.remove(user);
        stays.replaceAll(stay -> stay.user().equals(user) && stay.to() == null ? stay.until(p) : stay);
    }

    private Message append(Logged<Entry> entry, UserId from, Content content, @Nullable ClientMsgId clientMsgId) {
        Message last = messages.isEmpty() ? null : messages.getLast();
        long wanted = MessageId.snowflake(
                        entry.logTimeMillis(), partition, entry.position().offset())
                .value();
        serverTs = Math.max(serverTs, entry.logTimeMillis());
        Message message = new Message(
                id,
                new MessageId(last == null ? wanted : Math.max(wanted, last.id().value() + 1)),
                messages.size() + 1,
                from,
                content,
                serverTs,
                clientMsgId,
                (last == null ? 0 : last.messageCount()) + (content instanceof Body ? 1 : 0),
                entry.position());
        messages.add(message);
        return message;
    }

    private static Outcome stored(Message message, boolean duplicate) {
        return new Outcome.Stored(message.id(), message.seq(), message.serverTs(), duplicate);
    }

    private static Verdict changed(Logged<Entry> entry, Message... messages) {
        return new Verdict(new Outcome.Changed(false), true, entry.position(), List.of(messages));
    }

    private static Verdict unchanged(Logged<Entry> entry) {
        return new Verdict(new Outcome.Changed(true), false, entry.position(), List.of());
    }

    private Verdict notAMember(UserId user, Logged<Entry> entry) {
        boolean ever = stays.stream().anyMatch(stay -> stay.user().equals(user));
        return refused(ever ? Refusal.FORBIDDEN : Refusal.NOT_FOUND, entry);
    }

    private static Verdict refused(Refusal reason, Logged<Entry> entry) {
        return new Verdict(new Outcome.Refused(reason, ""), false, entry.position(), List.of());
    }
}
