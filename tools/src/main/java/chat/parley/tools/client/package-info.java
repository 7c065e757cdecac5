/**
 * A client of the wire contract: sockets by the ten thousand in one process, a connection that reconnects, resends and
 * catches up, the REST calls, and a server as a child process. Everything about one socket happens on its event loop.
 */
@NullMarked
package chat.parley.tools.client;

import org.jspecify.annotations.NullMarked;
