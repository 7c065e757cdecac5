package chat.parley.domain;

/** Whether a user is there. Online when any of his devices is, away when all are. */
public enum PresenceStatus {
    ONLINE,
    AWAY,
    OFFLINE
}
