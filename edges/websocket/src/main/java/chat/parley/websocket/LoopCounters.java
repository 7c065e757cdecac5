package chat.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one event loop counts. The loop alone writes, so that counting costs no more than an addition. */
final class LoopCounters {

    /** A number with one writer, readable on any thread. */
    static final class Count {

        private static final VarHandle VALUE;

        static {
            try {
                VALUE = MethodHandles.lookup().findVarHandle(Count.class, "value", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long value;

        void add(long more) {
            VALUE.setOpaque(this, value + more);
        }

        void increment() {
            add(1);
        }

        long get() {
            return (long) VALUE.getOpaque(this);
        }
    }

    final Count framesIn = new Count();
    final Count framesOut = new Count();
    final Count bytesIn = new Count();
    final Count bytesOut = new Count();
    final Count slowReaders = new Count();
    final Count authFailures = new Count();
    final Count badFrames = new Count();
    final Count limitedFrames = new Count();

    /** At this moment: open WebSockets, authenticated or not. */
    final Count sockets = new Count();

    /** At this moment: bytes in all outboxes. */
    final Count outboxBytes = new Count();
}
