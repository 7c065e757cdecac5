package chat.parley.providers.web;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the beginning of a body and lets go of the rest, however long it is. */
final class FirstBytes implements BodySubscriber<String> {

    private final int max;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    FirstBytes(int max) {
        this.max = max;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        upstream.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), max - taken.size())];
            buffer.get(bytes);
            taken.writeBytes(bytes);
        }
        Flow.Subscription upstream = subscription;
        if (upstream == null) {
            throw new IllegalStateException("bytes before a subscription");
        }
        if (taken.size() < max) {
            upstream.request(1);
        } else {
            upstream.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(taken.toString(StandardCharsets.UTF_8));
    }
}
