package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at conversations with the eyes of a member; others see nothing. */
public final class Conversations {

    /** Whether a user may look, and by which membership. */
    public sealed interface Access {

        record Member(Roster roster, Tenure tenure) implements Access {}

        /** Was a member, and is none any more. */
        record Former() implements Access {}

        /** There is no such conversation, or none that the user has ever been in. */
        record Unknown() implements Access {}
    }

    /** Where a conversation stands among a user's others: the latest active first. */
    public record Activity(long serverTs, ConversationId conversation) implements Comparable<Activity> {

        private static final Comparator<Activity> LATEST_FIRST =
                Comparator.comparingLong(Activity::serverTs).reversed().thenComparing(Activity::conversation);

        public static Activity of(Head head) {
            return new Activity(head.serverTs(), head.conversation());
        }

        @Override
        public int compareTo(Activity other) {
            return LATEST_FIRST.compare(this, other);
        }
    }

    /** Cursors looked up in one call: a page of the list asks once, a whole sync does not hold them all. */
    private static final int CURSORS_AT_ONCE = 256;

    private final MessageStore messages;
    private final Directory directory;
    private final Cursors cursors;

    /** @param cursors as they are at this moment, with those that are not stored yet */
    public Conversations(MessageStore messages, Directory directory, Cursors cursors) {
        this.messages = messages;
        this.directory = directory;
        this.cursors = cursors;
    }

    public Access access(ConversationId id, UserId user) {
        Roster roster = directory.roster(id);
        if (roster == null || !roster.everMember(user)) {
            return new Access.Unknown();
        }
        Tenure tenure = roster.member(user);
        return tenure == null ? new Access.Former() : new Access.Member(roster, tenure);
    }

    public ConversationView view(Access.Member member, UserId user) {
        ConversationId id = member.roster().profile().id();
        Head head = messages.head(id);
        Cursor cursor = cursors.read(user, List.of(id)).get(id);
        return view(member, user, head == null ? Head.beforeFirst(id) : head, cursor);
    }

    /** All conversations in which the user is a member, the latest active first. */
    public List<ConversationView> of(UserId user) {
        return latest(user, null, Integer.MAX_VALUE);
    }

    /** A conversation of a user, without what grows with its members. */
    record Listed(Membership membership, Head head) {

        ConversationId id() {
            return head.conversation();
        }
    }

    /**
     * The conversations of a user that have moved behind a log position, or that he has read further since a time, on
     * whatever device; the latest active first; all when the position is null. Each costs a head and a cursor, however
     * many members it has.
     *
     * @param readSinceMillis Unix milliseconds
     * @param passedOver takes those that cannot be read, which are left out
     */
    List<Listed> since(UserId user, @Nullable Position position, long readSinceMillis, PassedOver passedOver) {
        List<Listed> all = listed(user, _ -> true, passedOver);
        if (position == null) {
            return all;
        }
        Predicate<Listed> hasMoved = one -> one.head().position().isAfter(position);
        Map<ConversationId, Cursor> read =
                cursorsOf(user, all.stream().filter(hasMoved.negate()).toList(), passedOver);
        return all.stream()
                .filter(one -> {
                    Cursor cursor = read.get(one.id());
                    return hasMoved.test(one) || (cursor != null && cursor.movedAtMillis() >= readSinceMillis);
                })
                .toList();
    }

    /**
     * Messages (not events) that a user has not read, in all conversations in which he is a member at this moment.
     *
     * @param unreadable may have a conversation that cannot be read left out
     */
    public long unread(UserId user, Unreadable unreadable) {
        PassedOver passedOver = new PassedOver(unreadable);
        return readings(user, listed(user, _ -> true, passedOver), passedOver).values().stream()
                .mapToLong(Reading::unread)
                .sum();
    }

    /** By which memberships a user is in his conversations at this moment. */
    Map<ConversationId, Membership> memberships(UserId user) {
        return directory.memberships(user);
    }

    /** Up to where a user has read, {@link MessageId#ZERO} when he never did, and how many messages are behind it. */
    record Reading(MessageId readId, long unread) {}

    /** Up to where a user has read each of these, but for those that cannot be read. */
    Map<ConversationId, Reading> readings(UserId user, List<Listed> all, PassedOver passedOver) {
        Map<ConversationId, Reading> readings = HashMap.newHashMap(all.size());
        for (int from = 0; from < all.size(); from += CURSORS_AT_ONCE) {
            List<Listed> some = all.subList(from, Math.min(from + CURSORS_AT_ONCE, all.size()));
            Map<ConversationId, Cursor> read = cursorsOf(user, some, passedOver);
            for (Listed one : some) {
                Reading reading = passedOver.contains(one.id())
                        ? null
                        : passedOver.read(one.id(), () -> reading(one, read.get(one.id())));
                if (reading != null) {
                    readings.put(one.id(), reading);
                }
            }
        }
        return readings;
    }

    /**
     * A page of the user's conversations, the latest active first. One that becomes active between two pages moves to
     * the front, and may be in neither. Those that are not on the page cost a head.
     *
     * @param after begins behind this one, null at the front
     */
    public List<ConversationView> latest(UserId user, @Nullable Activity after, int limit) {
        List<Listed> sorted =
                listed(user, head -> after == null || Activity.of(head).compareTo(after) > 0, PassedOver.nothing());
        List<ConversationView> views = new ArrayList<>();
        for (int from = 0; from < sorted.size() && views.size() < limit; from += CURSORS_AT_ONCE) {
            List<Listed> some = sorted.subList(from, Math.min(from + CURSORS_AT_ONCE, sorted.size()));
            Map<ConversationId, Cursor> read = cursorsOf(user, some, PassedOver.nothing());
            for (Listed one : some) {
                // Who has just ceased to be a member is shown nothing.
                if (views.size() < limit && access(one.id(), user) instanceof Access.Member member) {
                    views.add(view(member, user, one.head(), read.get(one.id())));
                }
            }
        }
        return views;
    }

    private Map<ConversationId, Cursor> cursorsOf(UserId user, List<Listed> some, PassedOver passedOver) {
        return passedOver.readAll(some.stream().map(Listed::id).toList(), ids -> cursors.read(user, ids));
    }

    private List<Listed> listed(UserId user, Predicate<Head> wanted, PassedOver passedOver) {
        Map<ConversationId, Membership> memberships = directory.memberships(user);
        Map<ConversationId, Head> heads = passedOver.readAll(memberships.keySet(), messages::heads);
        List<Listed> listed = new ArrayList<>();
        memberships.forEach((id, membership) -> {
            // A new conversation is known to the directory, and acked, a moment before it has a head.
            Head head = heads.getOrDefault(id, Head.beforeFirst(id));
            if (!passedOver.contains(id) && wanted.test(head)) {
                listed.add(new Listed(membership, head));
            }
        });
        listed.sort(Comparator.comparing(one -> Activity.of(one.head())));
        return listed;
    }

    private ConversationView view(Access.Member member, UserId user, Head head, @Nullable Cursor cursor) {
        Reading reading = reading(new Listed(Membership.of(member.tenure()), head), cursor);
        return new ConversationView(member.roster(), user, member.tenure(), head, reading.readId(), reading.unread());
    }

    /**
     * Unread is what the conversation holds less what the user has read, or may not see, or is gone: the furthest of the
     * three. The head may lag behind a message that he has read already; then nothing is unread.
     */
    private Reading reading(Listed one, @Nullable Cursor cursor) {
        Membership membership = one.membership();
        long unseen =
                Math.max(membership.messagesBefore(), messages.expired(one.id()).messageCount());
        long read = Math.max(cursor == null ? 0 : cursor.messageCount(), unseen);
        MessageId readId = cursor == null ? MessageId.ZERO : membership.visible(cursor.id());
        return new Reading(readId, Math.max(0, one.head().messageCount() - read));
    }
}
