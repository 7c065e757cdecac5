package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        return since(user, null);
    }

    /**
     * The conversations of a user that have moved behind a log position; all when it is null. Quiet ones cost a head.
     */
    public List<ConversationView> since(UserId user, @Nullable Position position) {
        return views(user, head -> position == null || head.position().isAfter(position), Integer.MAX_VALUE);
    }

    /**
     * A page of the user's conversations, the latest active first. One that becomes active between two pages moves to
     * the front, and may be in neither. Those that are not on the page cost a head.
     *
     * @param after begins behind this one, null at the front
     */
    public List<ConversationView> latest(UserId user, @Nullable Activity after, int limit) {
        return views(user, head -> after == null || Activity.of(head).compareTo(after) > 0, limit);
    }

    private List<ConversationView> views(UserId user, Predicate<Head> wanted, int limit) {
        Set<ConversationId> ids = directory.conversationsOf(user);
        Map<ConversationId, Head> heads = messages.heads(ids);
        // A new conversation is known to the directory, and acked, a moment before it has a head.
        List<Head> sorted = ids.stream()
                .map(id -> heads.getOrDefault(id, Head.beforeFirst(id)))
                .filter(wanted)
                .sorted(Comparator.comparing(Activity::of))
                .toList();
        List<ConversationView> views = new ArrayList<>();
        for (int from = 0; from < sorted.size() && views.size() < limit; from += CURSORS_AT_ONCE) {
            List<Head> some = sorted.subList(from, Math.min(from + CURSORS_AT_ONCE, sorted.size()));
            Map<ConversationId, Cursor> read =
                    cursors.read(user, some.stream().map(Head::conversation).toList());
            for (Head head : some) {
                // Who has just ceased to be a member is shown nothing.
                if (views.size() < limit && access(head.conversation(), user) instanceof Access.Member member) {
                    views.add(view(member, user, head, read.get(head.conversation())));
                }
            }
        }
        return views;
    }

    /**
     * Unread is what the conversation holds less what the user has read, or may not see, or is gone: the furthest of the
     * three. The head may lag behind a message that he has read already; then nothing is unread.
     */
    private ConversationView view(Access.Member member, UserId user, Head head, @Nullable Cursor cursor) {
        Tenure tenure = member.tenure();
        long unseen = Math.max(
                tenure.messagesBefore(), messages.expired(head.conversation()).messageCount());
        long read = Math.max(cursor == null ? 0 : cursor.messageCount(), unseen);
        MessageId readId = cursor == null ? MessageId.ZERO : tenure.visible(cursor.id());
        return new ConversationView(
                member.roster(), user, tenure, head, readId, Math.max(0, head.messageCount() - read));
    }
}
