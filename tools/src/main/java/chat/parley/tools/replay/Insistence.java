package chat.parley.tools.replay;

import chat.parley.client.ErrorCode;
import chat.parley.client.ParleyException;
import java.time.Duration;
import java.util.function.Supplier;

/** Calls again what a server that is being killed, or a link that is being cut, did not answer. */
final class Insistence {

    private static final long PAUSE_MILLIS = 100;

    private Insistence() {}

    /** @throws ParleyException when it was refused for good, or not answered for {@link Replay#STALL_MAX} */
    static <T> T on(Supplier<T> call) throws InterruptedException {
        long deadline = System.nanoTime() + Replay.STALL_MAX.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (ParleyException e) {
                if (isFinal(e.code()) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(Math.max(
                        PAUSE_MILLIS, e.retryAfter().map(Duration::toMillis).orElse(0L)));
            }
        }
    }

    /** Who has gone already, by a call whose answer was lost, is not there or may not. */
    static void onDeparture(Runnable call) throws InterruptedException {
        try {
            on(() -> {
                call.run();
                return true;
            });
        } catch (ParleyException e) {
            if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.FORBIDDEN) {
                throw e;
            }
        }
    }

    private static boolean isFinal(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, CLOSED -> true;
            default -> false;
        };
    }
}
