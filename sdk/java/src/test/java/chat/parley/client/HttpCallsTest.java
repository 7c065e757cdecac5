package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpCallsTest {

    /** Who waits for it fills no hole and gets no token meanwhile. */
    @Test
    @Timeout(60)
    void aBodyThatStallsIsNotWaitedForWithoutEnd() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInHalf(server));
            URI address = URI.create("http://localhost:" + server.getLocalPort());
            HttpCalls calls = new HttpCalls(http, Endpoint.of(address), Duration.ofMillis(300));
            assertThatThrownBy(() -> calls.call("GET", "/api/users/me", null, null))
                    .isInstanceOfSatisfying(
                            ParleyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
            http.shutdownNow();
        }
    }

    private static void answerInHalf(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The client has gone.
        }
    }
}
