package chat.parley.websocket;

import chat.parley.wire.http.HttpEndpoint;
import java.util.function.Function;

/**
 * What lies behind a connection.
 *
 * @param endpoint answers requests
 * @param upgrade says who may open a WebSocket
 * @param socket makes the handler of a connection whose upgrade has been accepted
 */
record Door(HttpEndpoint endpoint, Upgrade upgrade, Function<SocketLoop, BufferedSocket> socket) {}
