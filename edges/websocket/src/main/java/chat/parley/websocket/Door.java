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
 * @param keeper says how many
 * @param addresses says whose a connection is
 * @param socket makes the handler of a connection whose upgrade has been accepted
 */
record Door(
        HttpEndpoint endpoint,
        Upgrade upgrade,
        Quotas quotas,
        Doorkeeper keeper,
        Addresses addresses,
        Function<SocketLoop, BufferedSocket> socket) {}
