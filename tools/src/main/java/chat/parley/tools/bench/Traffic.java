package chat.parley.tools.bench;

/** What comes over the sockets of a {@link Fleet} once all are open; called on the one loop of its client. */
interface Traffic {

    /** One text frame; the array is lent for the call. */
    void text(Socket socket, byte[] frame, int offset, int length);

    /** For sockets that are only to be there. */
    Traffic IGNORED = (socket, frame, offset, length) -> {};
}
