package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class NoConnectionTest {

    @Test
    void aClosedPortIsToldInWords() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        Accounts accounts = Accounts.at(URI.create("http://127.0.0.1:" + port));
        assertThatThrownBy(() -> accounts.login("ann", "a long password"))
                .isInstanceOf(ParleyException.class)
                .hasMessageContaining("nobody listens at this address");
    }

    @Test
    void anUnknownHostIsToldInWords() {
        Throwable failure =
                new java.net.ConnectException().initCause(new java.nio.channels.UnresolvedAddressException());
        assertThat(NoConnection.because(failure)).isEqualTo("no connection: there is no host of this name");
    }
}
