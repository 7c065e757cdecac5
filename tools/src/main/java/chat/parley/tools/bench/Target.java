package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.Tokens;
import java.util.List;
import java.util.function.IntFunction;

/** A server that is measured: Parley, or the bare one it is held against. Each runs in a JVM of its own. */
interface Target extends AutoCloseable {

    Endpoint endpoint();

    Tokens tokens();

    ProcessUsage usage();

    /** Makes a conversation of users, who need not have been seen before. @return its id */
    String conversation(List<UserId> members);

    /** Whether it says nothing but what it hears: a socket is ready then when its own {@code ready} has come back. */
    default boolean echoes() {
        return false;
    }

    /**
     * Makes known to the server who is in which conversation, if it does not know that from the users; returns when it
     * knows.
     *
     * @param conversationOf by the index of the socket
     */
    default void join(Fleet fleet, IntFunction<String> conversationOf) {}

    /** Ends the process. */
    @Override
    void close();
}
