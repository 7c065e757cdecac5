package chat.parley.client;

/** Where a client stands with its server. */
public enum ConnectionState {
    /** {@link ParleyClient#connect} was not called yet. */
    IDLE,
    /** Opening a socket, or waiting for a token. */
    CONNECTING,
    /** Authenticated; live messages come, and what was missed is being fetched. */
    READY,
    /** The connection is lost; the next attempt comes by itself. */
    WAITING,
    /** Another socket of the same user and device took over (4409). Stopped: two would replace each other for ever. */
    REPLACED,
    /** The server takes none of the tokens, or there are none, or the store belongs to another user. Stopped. */
    REFUSED,
    /** Closed by {@link ParleyClient#close}. Stopped. */
    CLOSED;

    /**
     * Whether nothing more happens by itself.
     *
     * @return whether the client is stopped
     */
    public boolean stopped() {
        return this == REPLACED || this == REFUSED || this == CLOSED;
    }
}
