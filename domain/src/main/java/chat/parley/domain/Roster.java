package chat.parley.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's members and titles over all its positions. Immutable; {@link #with} gives the next one.
 *
 * <p>Any past position can be asked, which makes a decision the same whenever, and by whomever, it is taken again.
 */
public final class Roster {

    private final Profile profile;
    private final Position version;
    private final NavigableMap<Position, String> titles;
    private final Map<UserId, List<Tenure>> tenures;
    private final Map<UserId, Tenure> current;
    private final List<UserId> currentIds;

    private Roster(
            Profile profile,
            Position version,
            NavigableMap<Position, String> titles,
            Map<UserId, List<Tenure>> tenures) {
        this.profile = profile;
        this.version = version;
        this.titles = titles;
        this.tenures = tenures;
        Map<UserId, Tenure> open = new TreeMap<>();
        tenures.forEach((user, list) -> {
            Tenure last = list.getLast();
            if (last.isOpen()) {
                open.put(user, last);
            }
        });
        this.current = open;
        this.currentIds = List.copyOf(open.keySet());
    }

    /**
     * As read from a store.
     *
     * @param version position of the last change that is in it
     * @param titles by the position from which each held
     * @param tenures of each user, in the order of their positions, none empty
     */
    public static Roster of(
            Profile profile, Position version, Map<Position, String> titles, Map<UserId, List<Tenure>> tenures) {
        return new Roster(profile, version, new TreeMap<>(titles), new HashMap<>(tenures));
    }

    public Profile profile() {
        return profile;
    }

    /** Position of the last change. */
    public Position version() {
        return version;
    }

    public @Nullable String title() {
        return titles.isEmpty() ? null : titles.lastEntry().getValue();
    }

    /** The title by which an entry at this position is decided. */
    public @Nullable String titleBefore(Position p) {
        Map.Entry<Position, String> entry = titles.lowerEntry(p);
        return entry == null ? null : entry.getValue();
    }

    /** Titles by the position from which each held, for a store to keep. */
    public Map<Position, String> titles() {
        return java.util.Collections.unmodifiableMap(titles);
    }

    /** All tenures of all who ever were members, for a store to keep. */
    public Map<UserId, List<Tenure>> tenures() {
        return java.util.Collections.unmodifiableMap(tenures);
    }

    /** The members of this moment, ordered by user. */
    public List<UserId> members() {
        return currentIds;
    }

    /** The tenure of a member of this moment, else null. */
    public @Nullable Tenure member(UserId user) {
        return current.get(user);
    }

    /** Whether the user is, or once was, a member. */
    public boolean everMember(UserId user) {
        return tenures.containsKey(user);
    }

    /** Whether the user had joined before this position, even if he has left since. */
    public boolean everMemberBefore(UserId user, Position p) {
        return tenures.getOrDefault(user, List.of()).stream()
                .anyMatch(t -> t.joined().compareTo(p) < 0);
    }

    /** The tenure by which an entry of this user at this position is decided, null when there is none. */
    public @Nullable Tenure actingAt(UserId user, Position p) {
        for (Tenure tenure : tenures.getOrDefault(user, List.of())) {
            if (tenure.actsAt(p)) {
                return tenure;
            }
        }
        return null;
    }

    /** All who may act at this position. */
    public Map<UserId, Tenure> actingAt(Position p) {
        if (p.isAfter(version)) {
            return current;
        }
        Map<UserId, Tenure> acting = new TreeMap<>();
        tenures.forEach((user, list) -> {
            for (Tenure tenure : list) {
                if (tenure.actsAt(p)) {
                    acting.put(user, tenure);
                }
            }
        });
        return acting;
    }

    /**
     * Who is told of what happened at this position: they heard it then, and are members still, without a break (who left
     * and came back catches up instead, by what his new membership lets him see).
     */
    public List<UserId> hearersOf(Position p) {
        if (p.compareTo(version) >= 0) {
            return currentIds;
        }
        List<UserId> hearers = new ArrayList<>();
        current.forEach((user, now) -> {
            if (tenures.getOrDefault(user, List.of()).stream()
                    .anyMatch(t -> t.hearsAt(p) && t.memberSince().equals(now.memberSince()))) {
                hearers.add(user);
            }
        });
        return hearers;
    }

    /** The roster of a conversation that this change creates. */
    public static Roster created(MembershipChange change) {
        Profile profile = change.created();
        if (profile == null) {
            throw new IllegalArgumentException("a change of a conversation that does not exist: " + change);
        }
        return new Roster(profile, Position.START, new TreeMap<>(), new HashMap<>()).with(change);
    }

    /** This roster after a change; the same one when the change is in it already. */
    public Roster with(MembershipChange change) {
        NavigableMap<Position, String> nextTitles = new TreeMap<>(titles);
        if (change.title() != null) {
            nextTitles.put(change.at(), change.title());
        }
        Map<UserId, List<Tenure>> next = new HashMap<>(tenures);
        for (UserId user : change.closed()) {
            next.computeIfPresent(user, (u, list) -> closed(list, change.at()));
        }
        change.opened()
                .forEach((user, tenure) -> next.merge(user, List.of(tenure), (list, one) -> opened(list, tenure)));
        Position nextVersion = version.isAfter(change.at()) ? version : change.at();
        return new Roster(profile, nextVersion, nextTitles, next);
    }

    private static List<Tenure> closed(List<Tenure> list, Position at) {
        return list.stream()
                .map(t -> t.isOpen() && t.joined().compareTo(at) < 0 ? t.leftAt(at) : t)
                .toList();
    }

    private static List<Tenure> opened(List<Tenure> list, Tenure tenure) {
        if (list.stream().anyMatch(t -> t.joined().equals(tenure.joined()))) {
            return list;
        }
        List<Tenure> next = new ArrayList<>(list);
        next.add(tenure);
        next.sort(java.util.Comparator.comparing(Tenure::joined));
        return List.copyOf(next);
    }
}
