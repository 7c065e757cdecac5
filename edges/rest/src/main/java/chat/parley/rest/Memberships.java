package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.wire.Code;

/** Lets members in, and tells the others as much as they may know. */
final class Memberships {

    private final Conversations conversations;

    Memberships(Conversations conversations) {
        this.conversations = conversations;
    }

    /** @throws ProblemException {@code not_found} to strangers, {@code forbidden} to those who were members once */
    Access.Member require(ConversationId conversation, UserId caller) {
        return switch (conversations.access(conversation, caller)) {
            case Access.Member member -> member;
            case Access.Former _ -> throw former();
            case Access.Unknown _ -> throw unknown();
        };
    }

    /** Lets former members pass too: what they sent while they were members may be asked about again. */
    Access requireEver(ConversationId conversation, UserId caller) {
        Access access = conversations.access(conversation, caller);
        if (access instanceof Access.Unknown) {
            throw unknown();
        }
        return access;
    }

    /** The conversation at this moment, with the eyes of the caller. */
    ConversationView view(ConversationId conversation, UserId caller) {
        return conversations.view(require(conversation, caller), caller);
    }

    static ProblemException former() {
        return new ProblemException(Problem.of(Code.FORBIDDEN, "you are no member of this conversation any more"));
    }

    static ProblemException unknown() {
        return new ProblemException(Problem.of(Code.NOT_FOUND, "there is no such conversation"));
    }
}
