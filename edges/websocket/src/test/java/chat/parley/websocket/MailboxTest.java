package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MailboxTest {

    @Test
    void refusesWhenItIsFullAndTakesAgainWhenItIsNot() {
        Mailbox mailbox = new Mailbox(4);
        List<byte[]> taken = new ArrayList<>();
        Mailbox.Recipient recipient = recipient(frame -> taken.add(known(frame)));

        for (int i = 0; i < 4; i++) {
            assertThat(mailbox.offer(recipient, new byte[] {(byte) i})).isTrue();
        }
        assertThat(mailbox.offer(recipient, new byte[] {4})).isFalse();
        assertThat(mailbox.drain(1)).isEqualTo(1);
        assertThat(mailbox.offer(recipient, new byte[] {5})).isTrue();

        assertThat(mailbox.drain(10)).isEqualTo(4);
        assertThat(mailbox.isEmpty()).isTrue();
        assertThat(taken).extracting(frame -> frame[0]).containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte)
                5);
    }

    /** Each producer's entries come whole, once, and in their order. */
    @Test
    void entriesOfManyThreadsComeOnceAndInOrder() throws InterruptedException {
        int producers = 4;
        int each = 50_000;
        Mailbox mailbox = new Mailbox(64);
        int[] next = new int[producers];
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Mailbox.Recipient recipient = recipient(frame -> {
                assertThat(number(known(frame))).isEqualTo(next[producer]);
                next[producer]++;
            });
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    while (!mailbox.offer(recipient, bytes(i))) {
                        LockSupport.parkNanos(1);
                    }
                }
            }));
        }
        int taken = 0;
        while (taken < producers * each) {
            taken += mailbox.drain(100);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(next).containsOnly(each);
        assertThat(mailbox.drain(1)).isZero();
    }

    @Test
    void whoFailsIsToldAndNotInTheWayOfTheOthers() {
        Mailbox mailbox = new Mailbox(4);
        List<String> lost = new ArrayList<>();
        Mailbox.Recipient failing = new Mailbox.Recipient() {
            @Override
            public void take(byte @Nullable [] frame) {
                throw new IllegalStateException("no");
            }

            @Override
            public void lost(RuntimeException failure) {
                lost.add(String.valueOf(failure.getMessage()));
            }
        };
        List<byte[]> taken = new ArrayList<>();
        mailbox.offer(failing, bytes(1));
        mailbox.offer(recipient(frame -> taken.add(known(frame))), bytes(2));
        assertThat(mailbox.drain(10)).isEqualTo(2);
        assertThat(lost).containsExactly("no");
        assertThat(taken).hasSize(1);
    }

    private static Mailbox.Recipient recipient(Consumer<byte @Nullable []> taking) {
        return new Mailbox.Recipient() {
            @Override
            public void take(byte @Nullable [] frame) {
                taking.accept(frame);
            }

            @Override
            public void lost(RuntimeException failure) {
                throw failure;
            }
        };
    }

    private static byte[] known(byte @Nullable [] frame) {
        return Objects.requireNonNull(frame);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
