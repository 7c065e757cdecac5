package chat.parley.client;

import java.util.Locale;

/** What a receipt says. */
public enum ReceiptKind {
    /** It reached a device of the user. */
    DELIVERED,
    /** The user saw it. */
    READ;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
