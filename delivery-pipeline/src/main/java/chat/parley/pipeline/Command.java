package chat.parley.pipeline;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Role;
import chat.parley.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wish to change a conversation, valid in form; whether it is granted is decided where it stands in the log. */
public sealed interface Command {

    ConversationId conversation();

    UserId actor();

    record Send(ConversationId conversation, UserId actor, ClientMsgId clientMsgId, Body body) implements Command {}

    /** @param members who is in it besides the actor */
    record Create(
            ConversationId conversation,
            UserId actor,
            ConversationType type,
            @Nullable String title,
            HistoryVisibility history,
            List<UserId> members)
            implements Command {
        public Create {
            members = List.copyOf(members);
        }
    }

    record AddMembers(ConversationId conversation, UserId actor, List<UserId> members) implements Command {
        public AddMembers {
            members = List.copyOf(members);
        }
    }

    /** To remove oneself is to leave. */
    record RemoveMember(ConversationId conversation, UserId actor, UserId member) implements Command {}

    record Rename(ConversationId conversation, UserId actor, String title) implements Command {}

    record SetRole(ConversationId conversation, UserId actor, UserId member, Role role) implements Command {}
}
