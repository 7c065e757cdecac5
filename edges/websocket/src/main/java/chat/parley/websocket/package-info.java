/** The edge that carries frames over WebSocket connections. */
@NullMarked
package chat.parley.websocket;

import org.jspecify.annotations.NullMarked;
