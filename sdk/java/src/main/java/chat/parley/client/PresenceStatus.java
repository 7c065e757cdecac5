package chat.parley.client;

import java.util.Locale;

/** Whether someone is there. */
public enum PresenceStatus {
    /** At one device at least. */
    ONLINE,
    /** Connected, but at none of the devices. */
    AWAY,
    /** Not connected for half a minute. */
    OFFLINE;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a later version of the contract might say besides reads as the least that is known. */
    static PresenceStatus ofWire(String status) {
        return switch (status) {
            case "online" -> ONLINE;
            case "away" -> AWAY;
            default -> OFFLINE;
        };
    }
}
