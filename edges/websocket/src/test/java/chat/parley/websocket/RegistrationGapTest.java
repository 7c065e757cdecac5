package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each is compared with the same without gaps, on whatever machine: there it is some hundred times slower. */
final class RegistrationGapTest {

    private static final int COUNT = 40_000;

    /** What the gaps are for. When Netty's table gets over it, they may go. */
    @Test
    void theTableOfALoopIsSlowToForgetNumbersInARow() {
        assertThat(nanosToRemoveAll(2)).isLessThan(nanosToRemoveAll(1) / 5);
    }

    private static long nanosToRemoveAll(int step) {
        IntObjectHashMap<String> table = new IntObjectHashMap<>();
        for (int i = 0; i < COUNT; i++) {
            table.put(i * step, "a registration");
        }
        long start = System.nanoTime();
        for (int i = 0; i < COUNT; i++) {
            assertThat(table.remove(i * step) != null).isTrue();
        }
        return System.nanoTime() - start;
    }

    @Test
    void registrationsThatEndInTheirOrderDoNotStopTheLoop() throws Exception {
        if (!IoUring.isAvailable()) {
            assertThat(Transports.available(Transport.BEST))
                    .as("a loop that there is not stops nobody")
                    .isNotEqualTo(Transport.IO_URING);
            return;
        }
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory());
        try {
            IoEventLoop loop = group.next();
            long without = loop.submit(() -> nanosToCancelAll(loop, false)).get();
            long with = loop.submit(() -> nanosToCancelAll(loop, true)).get();
            assertThat(with).isLessThan(without / 5);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static long nanosToCancelAll(IoEventLoop loop, boolean gaps) {
        List<IoRegistration> registrations = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            registrations.add(loop.register(new Handle()).getNow());
            if (gaps) {
                RegistrationGap.leave(loop);
            }
        }
        long start = System.nanoTime();
        registrations.forEach(IoRegistration::cancel);
        return System.nanoTime() - start;
    }

    private static final class Handle implements IoUringIoHandle {

        @Override
        public void handle(IoRegistration registration, IoEvent event) {}

        @Override
        public void close() {}
    }
}
