package chat.parley.providers;

import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, made at the first request, since a server that wakes nobody need not pay for it: HTTP/2 where there
 * is it, no redirects, an end to the wait for a connection.
 */
public final class LazyHttpClient implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final @Nullable SSLContext trust;
    private @Nullable HttpClient client;

    /** @param trust null for the JDK's authorities */
    public LazyHttpClient(@Nullable SSLContext trust) {
        this.trust = trust;
    }

    public synchronized HttpClient get() {
        HttpClient open = client;
        if (open == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_MAX);
            if (trust != null) {
                builder.sslContext(trust);
            }
            open = builder.build();
            client = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
