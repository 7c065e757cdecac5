package chat.parley.pipeline;

import chat.parley.domain.Body;
import chat.parley.domain.BodyHash;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Limits;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.MessageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as its partition's owner carries it along: the head, the roster, and what is decided but not stored.
 *
 * <p>An entry at position p is decided so:
 *
 * <ol>
 *   <li>its key is known, at p itself: it is written again, identically, and must be what would be decided now;
 *   <li>its key is known from before, not longer ago than 30 days: it is a duplicate, or a conflict when its body differs;
 *   <li>p is at or before the head and the key is unknown: it was refused or changed nothing, and is so again;
 *   <li>else the rules of membership speak ({@link Ruling}), and what they grant gets the next numbers.
 * </ol>
 */
final class RunningConversation {

    /** What one entry comes to: the answer, and what is to be stored when it is accepted. */
    record Decision(Outcome outcome, Optional<Decided> decided) {
        private static Decision of(Outcome outcome) {
            return new Decision(outcome, Optional.empty());
        }
    }

    private final int partition;
    private final MessageStore messages;
    private final Map<EntryKey, IndexRow> unstored = new HashMap<>();
    private Head head;
    private @Nullable Roster roster;

    private RunningConversation(int partition, MessageStore messages, Head head, @Nullable Roster roster) {
        this.partition = partition;
        this.messages = messages;
        this.head = head;
        this.roster = roster;
    }

    /** Reads the head before anything else: an index row that is missed later is then one that no head knows of. */
    static RunningConversation read(ConversationId id, int partition, MessageStore messages, Directory directory) {
        Head head = messages.head(id);
        Roster roster = directory.roster(id);
        return new RunningConversation(partition, messages, head == null ? Head.beforeFirst(id) : head, roster);
    }

    Head head() {
        return head;
    }

    /** What was decided is in the store from here on. */
    void stored() {
        unstored.clear();
    }

    Decision decide(Logged<Entry> entry) {
        Command command = entry.entry().command();
        EntryKey key = keyOf(command, entry.position());
        IndexRow first = firstOf(key, entry.position());
        if (first != null && first.position().equals(entry.position())) {
            return redo(entry, key, first);
        }
        if (first != null && isKnown(first, entry.logTimeMillis())) {
            return Decision.of(repeated(command, first));
        }
        Ruling ruling = rule(command, entry);
        boolean decidedBefore = !entry.position().isAfter(head.position());
        return switch (ruling) {
            case Ruling.Denied(var reason, var message) -> Decision.of(new Outcome.Refused(reason, message));
            case Ruling.Unchanged() -> Decision.of(new Outcome.Changed(true));
            case Ruling.Granted granted ->
                decidedBefore
                        ? Decision.of(new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "it was refused before"))
                        : accept(entry, key, granted);
        };
    }

    /** The sender has read what he sends. */
    Optional<Cursor> senderCursor(Command command, Decided decided) {
        if (!(command instanceof Command.Send)) {
            return Optional.empty();
        }
        Message sent = decided.messages().getLast();
        return Optional.of(new Cursor(
                sent.conversation(), sent.from(), ReceiptKind.READ, sent.id(), sent.seq(), sent.messageCount()));
    }

    private static EntryKey keyOf(Command command, Position p) {
        return switch (command) {
            case Command.Send send -> new EntryKey.OfSend(send.conversation(), send.actor(), send.clientMsgId());
            case Command.Create create -> new EntryKey.OfCreation(create.conversation());
            case Command.AddMembers c -> new EntryKey.OfPosition(c.conversation(), p);
            case Command.RemoveMember c -> new EntryKey.OfPosition(c.conversation(), p);
            case Command.Rename c -> new EntryKey.OfPosition(c.conversation(), p);
            case Command.SetRole c -> new EntryKey.OfPosition(c.conversation(), p);
        };
    }

    /**
     * The last row of the key at or before p, stored or not. The store is asked also when one is decided and not stored: on
     * replay it may hold a later one, of the same key 30 days on.
     */
    private @Nullable IndexRow firstOf(EntryKey key, Position p) {
        IndexRow stored = messages.latest(key, p);
        IndexRow decided = unstored.get(key);
        boolean decidedIsLater = decided != null
                && !decided.position().isAfter(p)
                && (stored == null || decided.position().isAfter(stored.position()));
        return decidedIsLater ? decided : stored;
    }

    private static boolean isKnown(IndexRow first, long logTime) {
        return first.key() instanceof EntryKey.OfCreation || logTime - first.logTime() <= Limits.KEY_MILLIS;
    }

    private static Outcome repeated(Command command, IndexRow first) {
        if (!(command instanceof Command.Send send)) {
            return new Outcome.Changed(true);
        }
        return BodyHash.of(send.body()).equals(first.hash())
                ? new Outcome.Stored(first.id(), first.seq(), first.serverTs(), true)
                : new Outcome.Refused(
                        Outcome.Refusal.CONFLICT, "client_msg_id was used for another message in this conversation");
    }

    private Ruling rule(Command command, Logged<Entry> entry) {
        if (roster != null) {
            return Ruling.of(command, roster, entry.position(), entry.logTimeMillis());
        }
        return command instanceof Command.Create create
                ? found(create, entry.position(), entry.logTimeMillis())
                : new Ruling.Denied(Outcome.Refusal.NOT_FOUND, "there is no such conversation");
    }

    private static Ruling.Granted found(Command.Create create, Position p, long logTime) {
        boolean direct = create.type() == ConversationType.DIRECT;
        Map<UserId, Tenure> founders = new HashMap<>();
        for (UserId user : create.members()) {
            founders.put(user, Tenure.begun(p, Role.MEMBER, logTime));
        }
        founders.put(create.actor(), Tenure.begun(p, direct ? Role.MEMBER : Role.OWNER, logTime));
        List<Event> events = direct
                ? List.of()
                : List.of(new Event.Created(List.copyOf(new TreeSet<>(founders.keySet())), create.title()));
        return new Ruling.Granted(events, create.title(), founders, List.of());
    }

    private Decision accept(Logged<Entry> entry, EntryKey key, Ruling.Granted granted) {
        Decided decided = numbered(entry, key, granted, head);
        advance(entry, decided);
        return new Decision(outcome(decided.index(), entry.entry().command()), Optional.of(decided));
    }

    /**
     * Writes an entry again that was written before, if only in part: the crash may have been anywhere after its index
     * row. Its numbers are those of the row.
     */
    private Decision redo(Logged<Entry> entry, EntryKey key, IndexRow row) {
        Command command = entry.entry().command();
        Ruling ruling = command instanceof Command.Create create
                ? found(create, entry.position(), entry.logTimeMillis())
                : rule(command, entry);
        if (!(ruling instanceof Ruling.Granted granted)) {
            throw new InvariantBroken("the entry at " + entry.position() + " of " + command.conversation()
                    + " has an index row, but the rules say " + ruling);
        }
        boolean beyondHead = entry.position().isAfter(head.position());
        Decided decided = numbered(entry, key, granted, beyondHead ? head : headBefore(row, command));
        if (!decided.index().equals(row)) {
            throw new InvariantBroken("the entry at " + entry.position() + " of " + command.conversation()
                    + " was stored as " + row + " and would now be " + decided.index());
        }
        advance(entry, decided);
        return new Decision(outcome(row, command), Optional.of(decided));
    }

    /** A head that gives this row the numbers it has. */
    private static Head headBefore(IndexRow row, Command command) {
        int counted = command instanceof Command.Send ? 1 : 0;
        int messages = row.messages() == 0 ? 0 : 1;
        long id = row.messages() == 0 ? row.id().value() : Math.max(0, row.id().value() - 1);
        return new Head(
                command.conversation(),
                Position.START,
                row.seq() - messages,
                new MessageId(id),
                row.serverTs(),
                row.messageCount() - counted);
    }

    private Decided numbered(Logged<Entry> entry, EntryKey key, Ruling.Granted granted, Head before) {
        Command command = entry.entry().command();
        List<Content> contents = contentsOf(command, granted);
        MessageId floor = MessageId.snowflake(
                entry.logTimeMillis(), partition, entry.position().offset());
        long serverTs = Math.max(entry.logTimeMillis(), before.serverTs());
        List<Message> rows = new ArrayList<>(contents.size());
        MessageId id = before.id();
        long count = before.messageCount();
        for (Content content : contents) {
            id = floor.compareTo(id) > 0 ? floor : id.next();
            count += content instanceof Body ? 1 : 0;
            rows.add(new Message(
                    command.conversation(),
                    id,
                    before.seq() + rows.size() + 1,
                    command.actor(),
                    content,
                    serverTs,
                    command instanceof Command.Send send ? send.clientMsgId() : null,
                    count,
                    entry.position()));
        }
        MembershipChange change =
                command instanceof Command.Send ? null : changeOf(entry, granted, before, rows, command);
        return new Decided(
                indexRow(entry, key, before, rows, serverTs),
                rows,
                change,
                new DeliveryEvent(
                        command.conversation(),
                        entry.position(),
                        rows,
                        change != null || roster == null ? entry.position() : roster.version(),
                        change != null,
                        granted.departed(),
                        entry.entry().replyTo()));
    }

    private static List<Content> contentsOf(Command command, Ruling.Granted granted) {
        return command instanceof Command.Send send ? List.of(send.body()) : List.copyOf(granted.events());
    }

    private static IndexRow indexRow(
            Logged<Entry> entry, EntryKey key, Head before, List<Message> rows, long serverTs) {
        boolean none = rows.isEmpty();
        return new IndexRow(
                key,
                entry.position(),
                rows.size(),
                none ? before.id() : rows.getFirst().id(),
                none ? before.seq() : rows.getFirst().seq(),
                serverTs,
                entry.logTimeMillis(),
                none ? before.messageCount() : rows.getFirst().messageCount(),
                entry.entry().command() instanceof Command.Send send ? BodyHash.of(send.body()) : BodyHash.NONE);
    }

    /** A newcomer's first visible message is the event that brought him in, or the very first. */
    private MembershipChange changeOf(
            Logged<Entry> entry, Ruling.Granted granted, Head before, List<Message> rows, Command command) {
        Profile created = command instanceof Command.Create create
                ? new Profile(
                        create.conversation(), create.type(), create.history(), create.actor(), entry.logTimeMillis())
                : null;
        HistoryVisibility history = created != null
                ? created.history()
                : roster == null ? HistoryVisibility.ALL : roster.profile().history();
        // Just below the event, not the last message's id: who writes this entry again knows the one and not the other.
        MessageId hidden = rows.isEmpty()
                ? before.id()
                : new MessageId(rows.getFirst().id().value() - 1);
        Map<UserId, Tenure> opened = new HashMap<>();
        granted.opened().forEach((user, tenure) -> {
            boolean newcomer = tenure.memberSince().equals(entry.position());
            boolean seesAll = !newcomer || history == HistoryVisibility.ALL;
            opened.put(user, seesAll ? tenure : tenure.seeingAfter(hidden, before.seq(), before.messageCount()));
        });
        return new MembershipChange(
                command.conversation(), entry.position(), created, granted.title(), opened, granted.closed());
    }

    private void advance(Logged<Entry> entry, Decided decided) {
        unstored.put(decided.index().key(), decided.index());
        MembershipChange change = decided.change();
        if (change != null) {
            roster = roster == null ? Roster.created(change) : roster.with(change);
        }
        if (entry.position().isAfter(head.position())) {
            head = headAfter(entry.position(), decided);
        }
    }

    private Head headAfter(Position p, Decided decided) {
        if (decided.messages().isEmpty()) {
            return new Head(
                    head.conversation(),
                    p,
                    head.seq(),
                    head.id(),
                    decided.index().serverTs(),
                    head.messageCount());
        }
        Message last = decided.messages().getLast();
        return new Head(head.conversation(), p, last.seq(), last.id(), last.serverTs(), last.messageCount());
    }

    private static Outcome outcome(IndexRow row, Command command) {
        return command instanceof Command.Send
                ? new Outcome.Stored(row.id(), row.seq(), row.serverTs(), false)
                : new Outcome.Changed(false);
    }
}
