package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushTarget;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TargetCacheTest {

    private static final UserId ANN = new UserId("ann");

    private final TargetCache cache = new TargetCache(1024 * 1024);

    @Test
    void isAskedOnceAlsoForOneWhoHasNone() {
        assertThat(cache.get(ANN, _ -> List.of())).isEmpty();
        assertThat(cache.get(ANN, _ -> List.of(target("t")))).isEmpty();
    }

    /** What is being loaded was read before the change. */
    @Test
    void whatIsBeingLoadedIsForgottenToo() throws InterruptedException {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread loader = Thread.ofPlatform()
                .start(() -> cache.get(ANN, _ -> {
                    loading.countDown();
                    await(go);
                    return List.of(target("before"));
                }));
        loading.await();
        Thread forgetting = Thread.ofPlatform().start(() -> cache.forget(ANN));
        while (forgetting.getState() == Thread.State.RUNNABLE || forgetting.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        go.countDown();
        loader.join();
        forgetting.join();
        assertThat(cache.get(ANN, _ -> List.of(target("after")))).containsExactly(target("after"));
    }

    private static PushTarget target(String token) {
        return new PushTarget(ANN, new DeviceId("phone"), Platform.APNS, token, null);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
