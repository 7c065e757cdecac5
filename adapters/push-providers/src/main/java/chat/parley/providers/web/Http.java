package chat.parley.providers.web;

import chat.parley.providers.LazyHttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client as strangers' servers need it: HTTP/2 where there is it, no redirects, little of each body, an end
 * to all waiting. Made at the first request, since a server that wakes nobody need not pay for it.
 */
final class Http implements AutoCloseable {

    private static final int BODY_BYTES_MAX = 1024;

    private final Duration answerMax;
    private final LazyHttpClient client;

    /**
     * @param answerMax how long an answer is waited for
     * @param trust null for the JDK's authorities
     */
    Http(Duration answerMax, @Nullable SSLContext trust) {
        this.answerMax = answerMax;
        client = new LazyHttpClient(trust);
    }

    /** The answer; without the body where that breaks off or does not end, as its status says all that must be known. */
    CompletableFuture<Answer> send(HttpRequest request) {
        AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<String>> whole = client.get().sendAsync(request, info -> {
            head.set(info);
            return new FirstBytes(BODY_BYTES_MAX);
        });
        return whole.copy()
                .orTimeout(answerMax.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    if (failure == null) {
                        return answer(response.statusCode(), response.headers(), response.body());
                    }
                    whole.cancel(true);
                    HttpResponse.ResponseInfo info = head.get();
                    if (info == null) {
                        throw new CompletionException(failure);
                    }
                    return answer(info.statusCode(), info.headers(), "");
                });
    }

    private static Answer answer(int status, HttpHeaders headers, String body) {
        return new Answer(
                status,
                headers.firstValue("location").orElse(null),
                headers.firstValue("retry-after").orElse(null),
                body);
    }

    @Override
    public void close() {
        client.close();
    }
}
