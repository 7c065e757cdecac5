package chat.parley.pipeline;

import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.Limits;
import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of membership say to a command at a position: a pure function of the command and of the roster as it
 * was there. The events and tenures of a granted change are in it; the numbers they get are the sequencer's.
 */
sealed interface Ruling {

    /** Granted; {@code events} in their order, {@code opened} still without numbers of visibility. */
    record Granted(List<Event> events, @Nullable String title, Map<UserId, Tenure> opened, List<UserId> closed)
            implements Ruling {

        /** Whose membership, and not just whose role, ends here. */
        List<UserId> departed() {
            return closed.stream().filter(user -> !opened.containsKey(user)).toList();
        }
    }

    /** Everything is already as the command wants it. */
    record Unchanged() implements Ruling {}

    record Denied(Outcome.Refusal reason, String message) implements Ruling {}

    static Ruling of(Command command, Roster roster, Position p, long logTime) {
        Tenure actor = roster.actingAt(command.actor(), p);
        if (actor == null) {
            return roster.everMemberBefore(command.actor(), p)
                    ? new Denied(Outcome.Refusal.FORBIDDEN, "you are no member of this conversation any more")
                    : new Denied(Outcome.Refusal.NOT_FOUND, "there is no such conversation");
        }
        boolean direct = roster.profile().type() == ConversationType.DIRECT;
        return switch (command) {
            case Command.Send _ -> new Granted(List.of(), null, Map.of(), List.of());
            case Command.Create _ -> new Unchanged();
            case Command.AddMembers add -> direct ? directIsFixed() : add(add, actor, roster, p, logTime);
            case Command.RemoveMember remove -> direct ? directIsFixed() : remove(remove, actor, roster, p);
            case Command.Rename rename -> direct ? directIsFixed() : rename(rename, actor, roster, p);
            case Command.SetRole set -> direct ? directIsFixed() : setRole(set, actor, roster, p);
        };
    }

    private static Denied directIsFixed() {
        return forbidden("a direct conversation has no title, and its two members stay");
    }

    private static Denied forbidden(String message) {
        return new Denied(Outcome.Refusal.FORBIDDEN, message);
    }

    private static Ruling add(Command.AddMembers add, Tenure actor, Roster roster, Position p, long logTime) {
        if (!actor.role().administers()) {
            return forbidden("only the owner and admins add members");
        }
        Map<UserId, Tenure> members = roster.actingAt(p);
        TreeSet<UserId> added = new TreeSet<>(add.members());
        added.removeAll(members.keySet());
        if (added.isEmpty()) {
            return new Unchanged();
        }
        if (members.size() + added.size() > Limits.MEMBERS_MAX) {
            return new Denied(Outcome.Refusal.TOO_LARGE, "a group has at most " + Limits.MEMBERS_MAX + " members");
        }
        Map<UserId, Tenure> opened = new HashMap<>();
        added.forEach(user -> opened.put(user, Tenure.begun(p, Role.MEMBER, logTime)));
        return new Granted(List.of(new Event.MembersAdded(List.copyOf(added))), null, opened, List.of());
    }

    private static Ruling remove(Command.RemoveMember remove, Tenure actor, Roster roster, Position p) {
        UserId user = remove.member();
        if (user.equals(remove.actor())) {
            return leave(user, actor, roster, p);
        }
        if (!actor.role().administers()) {
            return forbidden("only the owner and admins remove members");
        }
        Tenure member = roster.actingAt(user, p);
        if (member == null) {
            return new Denied(Outcome.Refusal.NOT_FOUND, "user_id is no member");
        }
        if (member.role() == Role.OWNER) {
            return forbidden("nobody removes the owner");
        }
        return new Granted(List.of(new Event.MemberRemoved(user)), null, Map.of(), List.of(user));
    }

    /** An owner who leaves is followed by the admin, else the member, who has been there longest. */
    private static Ruling leave(UserId user, Tenure leaving, Roster roster, Position p) {
        List<Event> events = new ArrayList<>(List.of(new Event.MemberLeft(user)));
        Map<UserId, Tenure> opened = new HashMap<>();
        List<UserId> closed = new ArrayList<>(List.of(user));
        if (leaving.role() == Role.OWNER) {
            roster.actingAt(p).entrySet().stream()
                    .filter(other -> !other.getKey().equals(user))
                    .min(Comparator.<Map.Entry<UserId, Tenure>, Boolean>comparing(
                                    other -> !other.getValue().role().administers())
                            .thenComparing(other -> other.getValue().memberSince())
                            .thenComparing(Map.Entry::getKey))
                    .ifPresent(next -> {
                        events.add(new Event.RoleChanged(next.getKey(), Role.OWNER));
                        opened.put(next.getKey(), next.getValue().withRole(Role.OWNER, p));
                        closed.add(next.getKey());
                    });
        }
        return new Granted(events, null, opened, closed);
    }

    private static Ruling rename(Command.Rename rename, Tenure actor, Roster roster, Position p) {
        if (!actor.role().administers()) {
            return forbidden("only the owner and admins rename");
        }
        if (rename.title().equals(roster.titleBefore(p))) {
            return new Unchanged();
        }
        return new Granted(List.of(new Event.Renamed(rename.title())), rename.title(), Map.of(), List.of());
    }

    private static Ruling setRole(Command.SetRole set, Tenure actor, Roster roster, Position p) {
        if (actor.role() != Role.OWNER) {
            return forbidden("only the owner sets roles");
        }
        Tenure member = roster.actingAt(set.member(), p);
        if (member == null) {
            return new Denied(Outcome.Refusal.NOT_FOUND, "user_id is no member");
        }
        if (member.role() == set.role()) {
            return new Unchanged();
        }
        if (set.member().equals(set.actor())) {
            return forbidden("the owner gives his role to another, or leaves");
        }
        Map<UserId, Tenure> opened = new HashMap<>();
        List<UserId> closed = new ArrayList<>(List.of(set.member()));
        opened.put(set.member(), member.withRole(set.role(), p));
        if (set.role() == Role.OWNER) {
            opened.put(set.actor(), actor.withRole(Role.ADMIN, p));
            closed.add(set.actor());
        }
        return new Granted(List.of(new Event.RoleChanged(set.member(), set.role())), null, opened, closed);
    }
}
