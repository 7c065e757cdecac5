package chat.parley.websocket;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Where failures of one socket go: nobody waits for them, and the others go on. */
final class Failures {

    private static final System.Logger LOG = System.getLogger("chat.parley.websocket");

    private Failures() {}

    /** A connection that breaks, or never spoke TLS, is no news: strangers do not fill the log. */
    static void log(String consequence, Throwable cause) {
        boolean ofTheConnection = cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException);
        LOG.log(ofTheConnection ? Level.DEBUG : Level.WARNING, consequence, cause);
    }
}
