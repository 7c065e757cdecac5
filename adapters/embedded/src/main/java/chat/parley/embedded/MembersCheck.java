package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the events of a conversation against its tenures and titles: each begins and ends where an event says so. Where
 * retention has taken events away, tenures from before are believed.
 */
final class MembersCheck {

    private record Begun(UserId user, Position at, Role role) {}

    private record Ended(UserId user, Position at) {}

    private final ConversationId id;
    private final @Nullable Roster roster;
    private final Findings findings;
    private final Set<Begun> begun = new HashSet<>();
    private final Set<Ended> ended = new HashSet<>();
    private final Map<Position, String> titles = new HashMap<>();
    private @Nullable Position first;

    MembersCheck(ConversationId id, @Nullable Roster roster, Findings findings) {
        this.id = id;
        this.roster = roster;
        this.findings = findings;
    }

    void message(Message message) {
        Position at = message.position();
        if (first == null) {
            first = message.seq() == 1 ? Position.START : at;
        }
        if (!(message.content() instanceof Event event)) {
            return;
        }
        switch (event) {
            case Event.Created(List<UserId> members, String title) -> {
                members.forEach(
                        user -> begun.add(new Begun(user, at, user.equals(message.from()) ? Role.OWNER : Role.MEMBER)));
                if (title != null) {
                    titles.put(at, title);
                }
            }
            case Event.MembersAdded(List<UserId> members) ->
                members.forEach(user -> begun.add(new Begun(user, at, Role.MEMBER)));
            case Event.MemberRemoved(UserId member) -> ended.add(new Ended(member, at));
            case Event.MemberLeft(UserId member) -> ended.add(new Ended(member, at));
            case Event.Renamed(String title) -> titles.put(at, title);
            case Event.RoleChanged(UserId member, Role role) -> roleChanged(message, member, role);
        }
    }

    /** Who gives the ownership away becomes an admin, unless he is leaving. */
    private void roleChanged(Message message, UserId member, Role role) {
        Position at = message.position();
        ended.add(new Ended(member, at));
        begun.add(new Begun(member, at, role));
        if (role == Role.OWNER && ended.add(new Ended(message.from(), at))) {
            begun.add(new Begun(message.from(), at, Role.ADMIN));
        }
    }

    /** All messages have been told. */
    void end(Position covered) {
        if (roster == null) {
            return;
        }
        if (roster.version().isAfter(covered)) {
            findings.fault(id, "its members are of " + roster.version() + ", beyond everything that is stored");
        }
        Position from = first;
        if (roster.profile().type() == ConversationType.DIRECT) {
            if (roster.members().size() != 2 || roster.tenures().size() != 2) {
                findings.fault(id, "it is a direct conversation of " + roster.members());
            }
            return;
        }
        if (from == null) {
            return;
        }
        Set<Object> stored = new HashSet<>();
        roster.tenures().forEach((user, tenures) -> {
            for (Tenure tenure : tenures) {
                stored.add(new Begun(user, tenure.joined(), tenure.role()));
                if (tenure.left() != null) {
                    stored.add(new Ended(user, tenure.left()));
                }
            }
        });
        compare(stored, from);
        Map<Position, String> kept = new HashMap<>(roster.titles());
        kept.keySet().removeIf(at -> from.isAfter(at));
        if (!kept.equals(titles)) {
            findings.fault(
                    id,
                    "its titles begin at " + new TreeSet<>(kept.keySet()) + ", its events say "
                            + new TreeSet<>(titles.keySet()));
        }
    }

    private void compare(Set<Object> stored, Position from) {
        Set<Object> told = new HashSet<>(begun);
        told.addAll(ended);
        for (Object one : told) {
            if (!stored.contains(one)) {
                findings.fault(id, "an event says " + one + ", and no tenure");
            }
        }
        for (Object one : stored) {
            Position at = one instanceof Begun(var _, var p, var _) ? p : ((Ended) one).at();
            if (!told.contains(one) && !from.isAfter(at)) {
                findings.fault(id, "a tenure says " + one + ", and no event");
            }
        }
    }
}
