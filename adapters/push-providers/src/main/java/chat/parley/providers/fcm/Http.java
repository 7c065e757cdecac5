package chat.parley.providers.fcm;

import chat.parley.providers.LazyHttpClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The JDK's HTTP client, made at the first request: HTTP/2, no redirects, an end to all waiting and to each body. */
final class Http implements AutoCloseable {

    private static final long BODY_BYTES_MAX = 64 * 1024;

    private final Duration answerMax;
    private final LazyHttpClient client;

    /**
     * @param answerMax how long a whole answer is waited for
     * @param trust null for the JDK's authorities
     */
    Http(Duration answerMax, @Nullable SSLContext trust) {
        this.answerMax = answerMax;
        client = new LazyHttpClient(trust);
    }

    /** @throws IOException when there is no whole answer */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        // The client's own time limit ends with the headers.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.get().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        try {
            return answer.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + answerMax.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
