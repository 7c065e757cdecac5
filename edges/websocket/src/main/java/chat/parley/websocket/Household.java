package chat.parley.websocket;

import java.util.LinkedHashSet;

/** The connections of one address, for the {@link Doorkeeper}. */
final class Household {

    final String address;

    /** Those that wait, the oldest first. */
    final LinkedHashSet<Guest> waiting = new LinkedHashSet<>();

    int connections;

    Household(String address) {
        this.address = address;
    }
}
