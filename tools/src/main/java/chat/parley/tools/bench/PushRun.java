package chat.parley.tools.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Runs the planner and the gateway of a stage as a server does: each on its own thread, at the same time. */
final class PushRun {

    private static final Duration GATEWAY_WAIT = Duration.ofMillis(50);
    private static final Duration PLANNER_WAIT = Duration.ofMillis(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final PushStage stage;

    PushRun(PushStage stage) {
        this.stage = stage;
    }

    @FunctionalInterface
    private interface Step {

        int run() throws InterruptedException;
    }

    /** @return seconds until it was done */
    double until(BooleanSupplier done) {
        AtomicBoolean stop = new AtomicBoolean();
        long start = System.nanoTime();
        CompletableFuture<Void> planning = loop("push-planner", stop, () -> stage.planner.step(PLANNER_WAIT));
        CompletableFuture<Void> sending = loop("push-gateway", stop, () -> stage.gateway.step(GATEWAY_WAIT));
        long elapsed;
        boolean reached;
        do {
            Waiting.pause(LOOK_EVERY);
            reached = done.getAsBoolean();
            elapsed = System.nanoTime() - start;
        } while (!reached && elapsed < LONGEST.toNanos() && !planning.isDone() && !sending.isDone());
        stop.set(true);
        try {
            CompletableFuture.allOf(planning, sending).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the push fabric failed", e.getCause());
        }
        if (!reached) {
            throw new IllegalStateException("not all notifications came: " + stage.owed() + " are owed yet");
        }
        return elapsed / 1e9;
    }

    private static CompletableFuture<Void> loop(String name, AtomicBoolean stop, Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        while (!stop.get()) {
                            step.run();
                        }
                    } catch (InterruptedException e) {
                        throw Waiting.interrupted(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().name(name).start(task));
    }
}
