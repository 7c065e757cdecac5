package chat.parley.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;

/** Where failures of one socket go: nobody waits for them, and the others go on. */
final class Failures {

    private static final System.Logger LOG = System.getLogger("chat.parley.websocket");

    private Failures() {}

    /** A connection that breaks is no news. */
    static void log(String consequence, Throwable cause) {
        LOG.log(cause instanceof IOException ? Level.DEBUG : Level.WARNING, consequence, cause);
    }
}
