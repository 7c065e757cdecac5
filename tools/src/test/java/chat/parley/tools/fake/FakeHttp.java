package chat.parley.tools.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 with keep-alive, as far as the tools' clients speak it. */
final class FakeHttp {

    private FakeHttp() {}

    static void serve(FakeServer server, Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                String requestLine = line(in);
                if (requestLine == null) {
                    return;
                }
                Map<String, String> headers = headers(in);
                String[] request = requestLine.split(" ", -1);
                URI uri = URI.create("http://fake" + request[1]);
                String user = headers.getOrDefault("authorization", "").replace("Bearer ", "");
                if (uri.getPath().equals("/ws")) {
                    new FakeSocket(server, socket, in, user, query(uri).getOrDefault("device_id", ""))
                            .serve(headers.getOrDefault("sec-websocket-key", ""));
                    return;
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                answer(out, rest(server, request[0], uri, user, body));
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static ObjectNode rest(FakeServer server, String method, URI uri, String user, byte[] body)
            throws IOException {
        String[] path = uri.getPath().split("/", -1);
        Map<String, String> query = query(uri);
        if (path.length == 3 && method.equals("POST")) {
            JsonNode json = FakeServer.JSON.readTree(body);
            return server.create(user, json);
        }
        if (path.length == 3) {
            return server.list(user);
        }
        if (path[4].equals("members")) {
            return server.members(path[3]);
        }
        return server.page(
                path[3], query.get("after"), query.get("before"), Integer.parseInt(query.getOrDefault("limit", "50")));
    }

    private static void answer(OutputStream out, ObjectNode json) throws IOException {
        byte[] body = FakeServer.utf8(json);
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.US_ASCII);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return null;
    }
}
