package chat.parley.tools.bench;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Has something done on the loop that owns it, and waits for that. */
final class OnLoop {

    private OnLoop() {}

    static <T> T get(EventLoop loop, Callable<T> question) {
        try {
            return loop.submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    static void run(EventLoop loop, Runnable task) {
        var _ = get(loop, () -> {
            task.run();
            return true;
        });
    }
}
