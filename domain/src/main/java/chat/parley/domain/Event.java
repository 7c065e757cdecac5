package chat.parley.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of a conversation, standing in its order like a message. */
public sealed interface Event extends Content {

    /** A group began; {@code members} are its founders. */
    record Created(List<UserId> members, @Nullable String title) implements Event {
        public Created {
            members = List.copyOf(members);
        }
    }

    record MembersAdded(List<UserId> members) implements Event {
        public MembersAdded {
            members = List.copyOf(members);
        }
    }

    record MemberRemoved(UserId member) implements Event {}

    record MemberLeft(UserId member) implements Event {}

    record Renamed(String title) implements Event {}

    record RoleChanged(UserId member, Role role) implements Event {}
}
