package chat.parley.domain;

/** The client's idempotency key: one for each send, kept across its retries. */
public record ClientMsgId(String value) implements Comparable<ClientMsgId> {

    /** @throws IllegalArgumentException when {@link #isValid} says no */
    public ClientMsgId {
        IdSyntax.requireKey("client_msg_id", value);
    }

    public static boolean isValid(String value) {
        return IdSyntax.isKey(value);
    }

    @Override
    public int compareTo(ClientMsgId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
