package chat.parley.tools.client;

/** What happens on one socket; called on its event loop, must not block. */
public interface WireListener {

    /** The upgrade went through; {@code ready} is still to come as a text. */
    void opened(Wire wire);

    /**
     * One text frame, in UTF-8. The array is lent for the call: it is overwritten by the next frame of any socket of
     * the same loop.
     */
    void text(Wire wire, byte[] frame, int offset, int length);

    /** The socket is gone, or never came to be; the last call. */
    void closed(Wire wire, Close close);
}
