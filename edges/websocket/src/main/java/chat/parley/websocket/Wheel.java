package chat.parley.websocket;

import java.util.ArrayList;
import java.util.List;

/**
 * The clock of one event loop's sockets: no socket has a timer of its own. Time goes in ticks, of which a heartbeat has
 * {@link #SLOTS}. Every authenticated socket sits in one slot and is visited once a heartbeat; those for which something
 * is due before their next visit are watched, and asked at every tick.
 */
final class Wheel {

    /** Ticks in a heartbeat: so many that the sockets of one are pinged in a few milliseconds, however many there are. */
    static final int SLOTS = 256;

    /** A place holds the slot in the bits above the index. */
    private static final int INDEX_BITS = 24;

    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final List<List<ClientSocket>> slots = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private int now;
    private int nextSlot;
    private int size;

    Wheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** The tick of this moment. */
    int now() {
        return now;
    }

    /** How many sockets are in it. */
    int size() {
        return size;
    }

    void watch(Watched one) {
        watched.add(one);
    }

    /** Takes a socket in. Slots are filled in turn, so that sockets that came together are not visited together. */
    void add(ClientSocket socket) {
        int slot = nextSlot++ & (SLOTS - 1);
        List<ClientSocket> sockets = slots.get(slot);
        socket.place = slot << INDEX_BITS | sockets.size();
        sockets.add(socket);
        size++;
    }

    /** Lets a socket go; the last one of its slot takes its place. */
    void remove(ClientSocket socket) {
        List<ClientSocket> sockets = slots.get(socket.place >>> INDEX_BITS);
        ClientSocket last = sockets.removeLast();
        if (last != socket) {
            sockets.set(socket.place & INDEX_MASK, last);
            last.place = socket.place;
        }
        size--;
    }

    /** Moves on to a tick, visiting what lies between; not more than one round, however late it is. */
    void advance(int tick) {
        int from = Math.max(now + 1, tick - SLOTS + 1);
        for (int t = from; t <= tick; t++) {
            now = t;
            visit(slots.get(t & (SLOTS - 1)));
        }
        int kept = 0;
        // What is added meanwhile is asked, too.
        for (int i = 0; i < watched.size(); i++) {
            Watched one = watched.get(i);
            if (one.check(now)) {
                watched.set(kept++, one);
            }
        }
        watched.subList(kept, watched.size()).clear();
    }

    /** Backwards, because a socket that ends while it is visited leaves its slot. */
    private void visit(List<ClientSocket> sockets) {
        for (int i = sockets.size() - 1; i >= 0; i--) {
            sockets.get(i).heartbeat(now);
        }
    }

    /** All that are in a slot at this moment. */
    List<ClientSocket> slot(int slot) {
        return List.copyOf(slots.get(slot));
    }

    /** All that are watched at this moment. */
    List<Watched> watched() {
        return List.copyOf(watched);
    }
}
