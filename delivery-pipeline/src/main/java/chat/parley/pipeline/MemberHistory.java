package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.StoreUnavailable;

/**
 * {@link History} for one user, behind the question whether he may read.
 *
 * <p>The question is asked before the store is read and again after it: who was removed between the two would otherwise
 * see what was said after he had gone.
 */
public final class MemberHistory {

    /** Who leaves and comes back while he reads begins anew; more often than this in one call, nobody does. */
    private static final int ATTEMPTS_MAX = 3;

    /** What there is to see. */
    public sealed interface Result {

        /** @param tenure the membership by which it was read */
        record Read(History.Page page, Tenure tenure) implements Result {}

        /** The user was a member, and is none any more. */
        record Former() implements Result {}

        /** There is no such conversation, or none that the user has ever been in. */
        record Unknown() implements Result {}
    }

    private final Conversations conversations;
    private final History history;

    public MemberHistory(Conversations conversations, History history) {
        this.conversations = conversations;
        this.history = history;
    }

    /** What follows a cursor, as {@link History#after} gives it. */
    public Result after(ConversationId conversation, UserId user, MessageId cursor, int limit) {
        return read(conversation, user, tenure -> history.after(conversation, cursor, tenure, limit));
    }

    /** What comes before a cursor, as {@link History#before} gives it. */
    public Result before(ConversationId conversation, UserId user, MessageId before, int limit) {
        return read(conversation, user, tenure -> history.before(conversation, before, tenure, limit));
    }

    private interface Pages {
        History.Page by(Tenure tenure);
    }

    private Result read(ConversationId conversation, UserId user, Pages pages) {
        Conversations.Access access = conversations.access(conversation, user);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (!(access instanceof Conversations.Access.Member(var _, Tenure tenure))) {
                return access instanceof Conversations.Access.Former ? new Result.Former() : new Result.Unknown();
            }
            History.Page page = pages.by(tenure);
            access = conversations.access(conversation, user);
            if (access instanceof Conversations.Access.Member(var _, Tenure after)
                    && after.memberSince().equals(tenure.memberSince())) {
                return new Result.Read(page, tenure);
            }
        }
        throw new StoreUnavailable("the members of " + conversation + " change too fast");
    }
}
