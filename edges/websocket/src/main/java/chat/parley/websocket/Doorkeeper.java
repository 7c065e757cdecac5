package chat.parley.websocket;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Counts connections, and turns away what is too much. Who holds a connection and has not shown a good token makes room
 * for those who come later, the oldest first: a crowd that only occupies the door cannot keep others out, and one address
 * fills no more than its own share.
 *
 * <p>One lock for all: a connection takes it a few times in its life, and no message ever does.
 */
final class Doorkeeper {

    private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());

    private static final Duration WARNED_EVERY = Duration.ofMinutes(1);

    private final Admission admission;
    private final Map<String, Household> households = new HashMap<>();
    private final LinkedHashSet<Guest> waiting = new LinkedHashSet<>();
    private int connections;
    private long turnedAway;
    private long warnAgainAt = System.nanoTime();

    Doorkeeper(Admission admission) {
        this.admission = admission;
    }

    /**
     * A connection is there. When it is one too many and nobody makes room, it counts, but is to be closed.
     *
     * @return whether it may stay
     */
    synchronized boolean enter(Guest guest) {
        connections++;
        waits(guest);
        if (connections > admission.connectionsMax() && !makeRoom(waiting, guest)) {
            turnedAway++;
            return false;
        }
        return true;
    }

    /**
     * It counts under this address from now on.
     *
     * @return whether it may stay
     */
    synchronized boolean isFrom(Guest guest, String address) {
        if (guest.gone) {
            return false;
        }
        Household household = households.computeIfAbsent(address, Household::new);
        if (guest.household == household) {
            return true;
        }
        leaveHousehold(guest);
        guest.household = household;
        household.connections++;
        if (guest.waits) {
            household.waiting.add(guest);
            limit(household.waiting, admission.addressUnauthenticatedMax(), guest);
        }
        if (household.connections <= admission.addressConnectionsMax() || makeRoom(household.waiting, guest)) {
            return true;
        }
        if (mayWarn(System.nanoTime())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    address + " has " + admission.addressConnectionsMax()
                            + " connections and gets no more; if it is a proxy, name it in trusted-proxies");
        }
        turnedAway++;
        return false;
    }

    /** Else who comes again and again would fill the log. */
    private boolean mayWarn(long now) {
        if (now - warnAgainAt < 0) {
            return false;
        }
        warnAgainAt = now + WARNED_EVERY.toNanos();
        return true;
    }

    /** Something is awaited from the client, without a good token so far; he is the last in the line. */
    synchronized void waits(Guest guest) {
        if (!guest.gone && !guest.waits) {
            guest.waits = true;
            waiting.add(guest);
            limit(waiting, admission.unauthenticatedMax(), guest);
            if (guest.household != null) {
                guest.household.waiting.add(guest);
                limit(guest.household.waiting, admission.addressUnauthenticatedMax(), guest);
            }
        }
    }

    /** A good token has come, or a request is with the endpoint: it makes room for nobody. */
    synchronized void settles(Guest guest) {
        if (guest.waits) {
            guest.waits = false;
            waiting.remove(guest);
            if (guest.household != null) {
                guest.household.waiting.remove(guest);
            }
        }
    }

    /** It is gone; a second time does nothing. */
    synchronized void leaves(Guest guest) {
        if (!guest.gone) {
            settles(guest);
            guest.gone = true;
            connections--;
            leaveHousehold(guest);
        }
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int unauthenticated() {
        return waiting.size();
    }

    /** So many were turned away, or had to make room. */
    synchronized long turnedAway() {
        return turnedAway;
    }

    private void leaveHousehold(Guest guest) {
        Household before = guest.household;
        if (before != null) {
            before.waiting.remove(guest);
            if (--before.connections == 0) {
                households.remove(before.address);
            }
            guest.household = null;
        }
    }

    private void limit(SequencedSet<Guest> line, int max, Guest newcomer) {
        if (line.size() > max) {
            makeRoom(line, newcomer);
        }
    }

    /** @return false when nobody but the newcomer is in the line */
    private boolean makeRoom(SequencedSet<Guest> line, Guest newcomer) {
        Guest oldest = line.isEmpty() ? newcomer : line.getFirst();
        if (oldest == newcomer) {
            return false;
        }
        turnedAway++;
        leaves(oldest);
        var _ = oldest.channel.close();
        return true;
    }
}
