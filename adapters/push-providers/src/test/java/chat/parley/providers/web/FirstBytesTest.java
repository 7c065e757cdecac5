package chat.parley.providers.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class FirstBytesTest {

    /** What is asked of the connection. */
    private static final class Upstream implements Flow.Subscription {

        private int requests;
        private boolean cancelled;

        @Override
        public void request(long n) {
            requests++;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void theRestIsLetGoOf() {
        FirstBytes body = new FirstBytes(5);
        Upstream upstream = new Upstream();
        body.onSubscribe(upstream);
        body.onNext(List.of(bytes("abc")));
        assertThat(upstream.requests).isEqualTo(2);

        body.onNext(List.of(bytes("def"), bytes("ghi")));

        assertThat(upstream.cancelled).isTrue();
        assertThat(upstream.requests).isEqualTo(2);
        assertThat(body.getBody().toCompletableFuture()).isCompletedWithValue("abcde");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
