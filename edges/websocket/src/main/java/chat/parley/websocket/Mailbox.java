package chat.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have for the sockets of one event loop: bounded, and without an object for each entry, since a
 * fan-out puts one here for every receiver. Any thread offers, the event loop alone takes.
 */
final class Mailbox {

    /** For whom an entry is. */
    interface Recipient {

        /**
         * Called on the event loop.
         *
         * @param frame null when the recipient knows by itself what has happened
         */
        void take(byte @Nullable [] frame);

        /** {@link #take} failed: what it was given is lost. Called on the event loop. */
        void lost(RuntimeException failure);
    }

    private static final VarHandle RECIPIENTS = MethodHandles.arrayElementVarHandle(Recipient[].class);
    private static final VarHandle TAIL;
    private static final VarHandle HEAD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(Mailbox.class, "tail", long.class);
            HEAD = lookup.findVarHandle(Mailbox.class, "head", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int mask;
    private final @Nullable Recipient[] recipients;
    private final byte[] @Nullable [] frames;

    /** The next slot that a producer claims. */
    private volatile long tail;

    /** The next slot that the event loop empties. */
    private volatile long head;

    /** @param capacity a power of two */
    Mailbox(int capacity) {
        mask = capacity - 1;
        recipients = new @Nullable Recipient[capacity];
        frames = new byte[capacity] @Nullable [];
    }

    /** @return false when it is full */
    boolean offer(Recipient recipient, byte @Nullable [] frame) {
        long slot;
        do {
            slot = tail;
            if (slot - head > mask) {
                return false;
            }
        } while (!TAIL.compareAndSet(this, slot, slot + 1));
        int index = (int) slot & mask;
        frames[index] = frame;
        // The recipient is written last: the slot is full when it is there. Volatile, so that it is seen by a loop
        // whose
        // request for a turn the producer then still sees: else neither would look again.
        RECIPIENTS.setVolatile(recipients, index, recipient);
        return true;
    }

    /**
     * Hands entries to their recipients, in the order of the slots.
     *
     * @return how many; fewer than {@code max} when there were no more
     */
    int drain(int max) {
        long next = head;
        int taken = 0;
        while (taken < max) {
            int index = (int) next & mask;
            Recipient recipient = (Recipient) RECIPIENTS.getVolatile(recipients, index);
            if (recipient == null) {
                break;
            }
            byte[] frame = frames[index];
            frames[index] = null;
            recipients[index] = null;
            HEAD.setRelease(this, ++next);
            taken++;
            hand(recipient, frame);
        }
        return taken;
    }

    /** One that fails is not in the way of the others. */
    static void hand(Recipient recipient, byte @Nullable [] frame) {
        try {
            recipient.take(frame);
        } catch (RuntimeException e) {
            recipient.lost(e);
        }
    }

    boolean isEmpty() {
        return RECIPIENTS.getVolatile(recipients, (int) head & mask) == null;
    }
}
