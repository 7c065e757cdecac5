package chat.parley.tools.replay;

import chat.parley.tools.client.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** One run: scenes are founded, played and checked, one after the other or side by side, as the script has them. */
final class Replay implements AutoCloseable {

    /**
     * What is to be done.
     *
     * @param server where it is
     * @param link the way that devices take to it: the same, or a proxy that breaks connections
     * @param run marks all keys, so that runs on one server do not meet
     * @param window most unanswered lines of all
     * @param pace when each line is due
     */
    record Plan(Script script, URI server, URI link, Tokens tokens, String run, int window, Pace pace, long seed) {

        /** Whether no link is broken by this run. */
        boolean linksHold() {
            return link.equals(server);
        }
    }

    /** What came out of a run. */
    record Outcome(
            Plan plan,
            Ledger ledger,
            Tally tally,
            Findings findings,
            int stored,
            String firstRefusal,
            Map<String, Double> seconds,
            Map<String, Double> cpuSeconds) {

        double perSecond(String phase, long count) {
            return count / Math.max(seconds.getOrDefault(phase, 0.0), 1e-3);
        }
    }

    /** The server could not be used, or this run not be finished. The message is fit to be shown. */
    static final class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    /** Waiting without any progress ends after this. */
    static final Duration STALL_MAX = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Plan plan;
    private final Progress progress;
    private final Stage stage;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();

    Replay(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.stage = new Stage(plan);
    }

    /**
     * Plays all and waits for the answers.
     *
     * @param onAnswers told now and then how many lines are answered
     */
    void play(IntConsumer onAnswers) throws InterruptedException {
        int lines = plan.script().messages() + plan.script().changes();
        stage.knock();
        phase("playing", lines, () -> {
            new Feeder(plan, stage, () -> show(onAnswers)).play();
            if (!await(stage::answeredLines, lines, onAnswers)) {
                progress.say("not all lines were answered");
            }
        });
    }

    /** Waits for the checks of the last scenes. */
    Outcome check() throws InterruptedException {
        int scenes = plan.script().scenes().size();
        phase("settling", scenes, () -> {
            if (!await(stage::settledScenes, scenes, _ -> {})) {
                throw new Broken("the last scenes could not be checked");
            }
        });
        stage.check();
        stage.checker().end();
        return new Outcome(
                plan,
                stage.ledger(),
                stage.tally(),
                stage.findings(),
                stage.checker().stored(),
                stage.firstRefusal(),
                Map.copyOf(seconds),
                Map.copyOf(cpuSeconds));
    }

    @Override
    public void close() {
        stage.close();
    }

    private void show(IntConsumer onAnswers) {
        stage.check();
        onAnswers.accept(stage.answeredLines());
        progress.at(
                stage.answeredLines(),
                String.format(
                        "answered, %,d delivered, %,d reconnects, %d scenes checked",
                        stage.tally().delivered.sum(), stage.tally().reconnects.sum(), stage.settledScenes()));
    }

    /** Waits until a count is reached; false when it stops growing. */
    private boolean await(LongSupplier count, long goal, IntConsumer onCount) throws InterruptedException {
        // One device of a scene after the other may take all its time, and is told of in the end.
        Stall stall = new Stall(STALL_MAX.multipliedBy(5));
        while (count.getAsLong() < goal) {
            progress.at(count.getAsLong(), "");
            onCount.accept((int) count.getAsLong());
            stage.check();
            if (stall.at(count.getAsLong())) {
                return false;
            }
            Thread.sleep(POLL);
        }
        onCount.accept((int) goal);
        progress.at(goal, "");
        return true;
    }

    private interface Phase {
        void run() throws InterruptedException;
    }

    private void phase(String name, long steps, Phase phase) throws InterruptedException {
        progress.phase(name, steps);
        long start = System.nanoTime();
        Duration cpu = cpu();
        phase.run();
        progress.done();
        seconds.put(name, (System.nanoTime() - start) / 1e9);
        cpuSeconds.put(name, cpu().minus(cpu).toNanos() / 1e9);
    }

    /** Of this process. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
