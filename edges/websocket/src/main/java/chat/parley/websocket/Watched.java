package chat.parley.websocket;

/** A connection for which something may be due before long, so that every tick asks it. */
interface Watched {

    /**
     * Does what is due.
     *
     * @param now the tick
     * @return whether to ask again at the next tick
     */
    boolean check(int now);
}
