package chat.parley.server;

import chat.parley.domain.UserId;
import chat.parley.server.auth.TokenMint;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Does once what a server does, so that its classes are loaded when the JVM records its AOT cache (JEP 483). */
final class Training {

    private Training() {}

    static void exercise(Settings settings, Server server) throws IOException, InterruptedException {
        String token = new TokenMint(TokenCommand.secretOf(settings), Clock.systemUTC())
                .tokenFor(new UserId("ann"), Duration.ofMinutes(5));
        String host = "localhost:" + server.address().getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/", "/readyz", "/metrics", "/openapi.yaml", "/api/conversations"}) {
                get(client, URI.create("http://" + host + path), token);
            }
            String made = post(client, host, "/api/conversations", token, """
                    {"type":"direct","member_ids":["bob"]}""");
            String id = made.replaceFirst(".*\"conversation_id\":\"([^\"]+)\".*", "$1");
            post(client, host, "/api/messages", token, """
                    {"conversation_id":"%s","client_msg_id":"1","text":"hello"}""".formatted(id));
            get(client, URI.create("http://" + host + "/api/conversations/" + id + "/messages"), token);
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create("ws://" + host + "/ws?device_id=training"), new WebSocket.Listener() {})
                    .join();
            for (String frame : new String[] {"""
                {"type":"sync"}""", """
                {"type":"send","conversation_id":"%s","client_msg_id":"2","text":"hello"}""".formatted(id), "{\"type\":\"ping\"}"}) {
                socket.sendText(frame, true).join();
            }
            TimeUnit.MILLISECONDS.sleep(300);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    private static void get(HttpClient client, URI address, String token) throws IOException, InterruptedException {
        var _ = client.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String post(HttpClient client, String host, String path, String token, String body)
            throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://" + host + path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
