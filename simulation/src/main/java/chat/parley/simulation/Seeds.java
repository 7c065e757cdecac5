package chat.parley.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Runs many seeds, on as many threads as there are processors; each run by itself is on one. */
public final class Seeds {

    /**
     * @param runs how many were run
     * @param broken the reports of those that broke an invariant; after the first, no new ones are begun
     */
    public record Summary(long runs, long steps, long entries, List<Simulation.Report> broken) {}

    private final long first;
    private final long count;
    private final LongFunction<Simulation.Report> run;
    private final AtomicLong next = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    public Seeds(long first, long count, LongFunction<Simulation.Report> run) {
        this.first = first;
        this.count = count;
        this.run = run;
    }

    public Summary run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Simulation.Report> reports = new ArrayList<>();
        AtomicLong runs = new AtomicLong();
        AtomicLong steps = new AtomicLong();
        AtomicLong entries = new AtomicLong();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform()
                    .start(() -> each(report -> {
                        runs.incrementAndGet();
                        steps.addAndGet(report.steps());
                        entries.addAndGet(report.entries());
                        if (report.broken() != null) {
                            stopped.set(true);
                            synchronized (reports) {
                                reports.add(report);
                            }
                        }
                    })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Summary(runs.get(), steps.get(), entries.get(), reports);
    }

    private void each(Consumer<Simulation.Report> done) {
        long index = next.getAndIncrement();
        while (index < count && !stopped.get()) {
            done.accept(run.apply(first + index));
            index = next.getAndIncrement();
        }
    }
}
