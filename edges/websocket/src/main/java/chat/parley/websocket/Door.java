package chat.parley.websocket;

import chat.parley.fabric.limits.Quotas;
import chat.parley.wire.http.HttpEndpoint;
import java.util.function.Function;

/**
 * What lies behind a connection.
 *
 * @param endpoint answers requests
 * @param upgrade says who may open a WebSocket
 * @param quotas say how often
 * @param socket makes the handler of a connection whose upgrade has been accepted
 */
record Door(HttpEndpoint endpoint, Upgrade upgrade, Quotas quotas, Function<SocketLoop, BufferedSocket> socket) {}
