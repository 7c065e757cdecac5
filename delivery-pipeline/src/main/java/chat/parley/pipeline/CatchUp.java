package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations.Listed;
import chat.parley.pipeline.port.StoreUnavailable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a device that comes back what it has missed: the messages first, oldest first in each conversation, then where
 * every conversation stands. Heads are read before messages, so what is stored meanwhile comes live, or by the next
 * token, or twice; never not at all.
 *
 * <p>A conversation that cannot be read is left out, the others are told all the same, and there is no next token: its
 * device has not caught up, and asks again with the last one.
 */
public final class CatchUp {

    /** A token older than this is answered with a reset. */
    static final Duration TOKEN_AGE_MAX = Duration.ofDays(30);

    /** Log times of different entries may be out of step by so much. */
    private static final Duration LOG_TIME_SKEW_MAX = Duration.ofMinutes(10);

    /** Messages read at a time. */
    private static final int PAGE = 200;

    /** Up to where everything that the log decided is stored: a position, and the log time of its entry. */
    public record LogEnd(Position position, long logTimeMillis) {}

    /**
     * @param since the opaque token of the last time, null when there is none
     * @param cursors for each conversation the last message known, {@link MessageId#ZERO} to begin at the first
     * @param limit most messages of one conversation
     */
    public record Request(UserId user, @Nullable String since, Map<ConversationId, MessageId> cursors, int limit) {}

    /**
     * Where a conversation stands. A user may have thousands, of a thousand members each, so nothing else is held of it.
     *
     * @param lastId of its last message or event, {@link MessageId#ZERO} when there is none
     * @param readId up to where the user has read, {@link MessageId#ZERO} when he never did
     * @param unread messages (not events) behind that which he may see
     * @param more whether the limit cut its messages
     */
    public record Standing(
            ConversationId conversation, MessageId lastId, long lastSeq, MessageId readId, long unread, boolean more) {}

    /** Takes the results; may wait while its reader is slow. */
    public interface Sink {

        void message(Message message);

        /** @param reset whether the token was of no use, so that no messages came by it */
        void synced(List<Standing> standings, String since, boolean reset);

        /**
         * The other end: some conversations cannot be read, and what the device has missed of them, nobody knows. There is
         * no token, as with it that would be lost.
         *
         * @param standings of all others
         * @param unreadable at least one
         */
        default void unfinished(List<Standing> standings, Set<ConversationId> unreadable, boolean reset) {
            throw new StoreUnavailable("cannot be read: " + unreadable);
        }
    }

    private final Conversations conversations;
    private final MemberHistory history;
    private final Supplier<LogEnd> logEnd;
    private final Clock clock;
    private final Unreadable unreadable;

    /** Of a store in which no conversation is passed over. */
    public CatchUp(Conversations conversations, History history, Supplier<LogEnd> logEnd, Clock clock) {
        this(conversations, history, logEnd, clock, Unreadable.WAITS);
    }

    /** @param unreadable asked when a conversation cannot be read; on any thread */
    public CatchUp(
            Conversations conversations, History history, Supplier<LogEnd> logEnd, Clock clock, Unreadable unreadable) {
        this.conversations = conversations;
        this.history = new MemberHistory(conversations, history);
        this.logEnd = logEnd;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    /** @throws StoreUnavailable when the store does not answer; what was told stays told */
    public void run(Request request, Sink sink) {
        Token token = request.since() == null ? null : Token.parse(request.since());
        // Read before the heads: what is stored between the two is told twice, not never.
        Token next = new Token(logEnd.get(), clock.millis());
        boolean reset = request.since() != null && (token == null || !token.isGood(next));
        Token from = reset ? null : token;
        PassedOver passedOver = new PassedOver(unreadable);
        List<Listed> moved = conversations.since(
                request.user(),
                from == null ? null : from.end.position(),
                from == null ? 0 : from.unixMillis,
                passedOver);
        List<Looked> looked = new ArrayList<>();
        for (Listed one : moved) {
            if (!passedOver.contains(one.id())) {
                Told told = passedOver.read(one.id(), () -> tell(one.id(), request, reset, from, sink));
                addRead(told == null ? null : new Looked(one, told), looked);
            }
        }
        if (from != null) {
            Map<ConversationId, MessageId> quiet = new LinkedHashMap<>(request.cursors());
            moved.forEach(one -> quiet.remove(one.id()));
            quiet.keySet().removeAll(passedOver.conversations());
            quiet.forEach((id, cursor) -> addRead(passedOver.read(id, () -> quiet(id, cursor, request, sink)), looked));
        }
        List<Standing> standings = standings(looked, request.user(), passedOver);
        if (!passedOver.conversations().isEmpty()) {
            sink.unfinished(standings, passedOver.conversations(), reset);
            return;
        }
        sink.synced(standings, next.toString(), reset);
    }

    /** A conversation, and how it was told. */
    private record Looked(Listed listed, Told told) {}

    /** Without those from which a slow reader was removed while he was told. */
    private List<Standing> standings(List<Looked> looked, UserId user, PassedOver passedOver) {
        Map<ConversationId, Membership> now = looked.isEmpty() ? Map.of() : conversations.memberships(user);
        List<Looked> still = looked.stream()
                .filter(one -> one.told != Told.TO_NOBODY)
                .filter(one -> one.listed.membership().equals(now.get(one.listed.id())))
                .toList();
        Map<ConversationId, Conversations.Reading> readings =
                conversations.readings(user, still.stream().map(Looked::listed).toList(), passedOver);
        List<Standing> standings = new ArrayList<>(still.size());
        for (Looked one : still) {
            Head head = one.listed.head();
            Conversations.Reading reading = readings.get(one.listed.id());
            if (reading == null) {
                continue;
            }
            boolean more = one.told == Told.CUT_BY_LIMIT;
            standings.add(
                    new Standing(head.conversation(), head.id(), head.seq(), reading.readId(), reading.unread(), more));
        }
        return standings;
    }

    /** How the messages of one conversation were told. */
    private enum Told {
        ALL,
        CUT_BY_LIMIT,
        /** The user was removed meanwhile. */
        TO_NOBODY
    }

    private static void addRead(@Nullable Looked one, List<Looked> looked) {
        if (one != null) {
            looked.add(one);
        }
    }

    private Told tell(ConversationId id, Request request, boolean reset, @Nullable Token from, Sink sink) {
        MessageId cursor = request.cursors().get(id);
        // With a reset there are no messages, by cursors neither: the device begins anew.
        if (!reset && cursor != null) {
            return tellAfter(id, request.user(), cursor, request.limit(), sink);
        }
        return from == null ? Told.ALL : tellSince(id, request.user(), from, request.limit(), sink);
    }

    /**
     * A conversation with a cursor is caught up also when nothing moved since the token.
     *
     * @return null when it is not the user's
     */
    private @Nullable Looked quiet(ConversationId id, MessageId cursor, Request request, Sink sink) {
        if (!(conversations.access(id, request.user()) instanceof Conversations.Access.Member member)) {
            return null;
        }
        ConversationView view = conversations.view(member, request.user());
        Listed one = new Listed(Membership.of(view.tenure()), view.head());
        return new Looked(one, tellAfter(id, request.user(), cursor, request.limit(), sink));
    }

    private Told tellAfter(ConversationId id, UserId user, MessageId cursor, int limit, Sink sink) {
        if (!(history.after(id, user, cursor, limit)
                instanceof MemberHistory.Result.Read(History.Page page, Tenure _))) {
            return Told.TO_NOBODY;
        }
        page.messages().forEach(sink::message);
        return page.more() ? Told.CUT_BY_LIMIT : Told.ALL;
    }

    /** Begins safely before the token's time, and leaves out what is at or before its position. */
    private Told tellSince(ConversationId id, UserId user, Token token, int limit, Sink sink) {
        MessageId cursor = MessageId.firstAt(token.end.logTimeMillis() - LOG_TIME_SKEW_MAX.toMillis());
        int told = 0;
        while (true) {
            if (!(history.after(id, user, cursor, PAGE)
                    instanceof MemberHistory.Result.Read(History.Page page, Tenure _))) {
                return Told.TO_NOBODY;
            }
            for (Message message : page.messages()) {
                if (!message.position().isAfter(token.end.position())) {
                    continue;
                }
                if (told++ == limit) {
                    return Told.CUT_BY_LIMIT;
                }
                sink.message(message);
            }
            if (!page.more()) {
                return Told.ALL;
            }
            cursor = page.messages().getLast().id();
        }
    }

    /** @param unixMillis when it was given out */
    private record Token(LogEnd end, long unixMillis) {

        private static final byte VERSION = 1;

        /** The end of the year 2099, within what a message id can hold. */
        private static final long UNIX_MILLIS_MAX = 4_102_444_799_999L;

        private static final int BYTES = 1 + 4 + 8 + 8 + 8;

        /** Not too old, and not of a log that was longer: then this one was restored from a backup. */
        boolean isGood(Token now) {
            return now.unixMillis - unixMillis <= TOKEN_AGE_MAX.toMillis()
                    && !end.position().isAfter(now.end.position());
        }

        private static boolean isTime(long unixMillis) {
            return unixMillis >= 0 && unixMillis <= UNIX_MILLIS_MAX;
        }

        static @Nullable Token parse(String text) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
                if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
                    return null;
                }
                int generation = bytes.getInt();
                long offset = bytes.getLong();
                long logTime = bytes.getLong();
                long issued = bytes.getLong();
                // Anybody can make one up: nothing of it may overflow, or be a time that no log has.
                return generation < 0 || offset < 0 || !isTime(logTime) || !isTime(issued)
                        ? null
                        : new Token(new LogEnd(new Position(generation, offset), logTime), issued);
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }

        @Override
        public String toString() {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                    .put(VERSION)
                    .putInt(end.position().generation())
                    .putLong(end.position().offset())
                    .putLong(end.logTimeMillis())
                    .putLong(unixMillis);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        }
    }
}
