package chat.parley.tools.replay;

import java.io.PrintWriter;
import java.time.Duration;

/** A line every few seconds, for logs and scripts. */
final class LineProgress implements Progress {

    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter out;
    private String name = "";
    private long max;
    private long count;
    private long startNanos;
    private long shownNanos;
    private boolean begun;

    LineProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void phase(String phase, long steps) {
        done();
        name = phase;
        max = steps;
        count = 0;
        startNanos = System.nanoTime();
        shownNanos = startNanos;
        begun = true;
    }

    @Override
    public void at(long steps, String note) {
        count = steps;
        long now = System.nanoTime();
        if (now - shownNanos >= EVERY_NANOS) {
            shownNanos = now;
            show(now, note);
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void done() {
        if (begun) {
            begun = false;
            show(System.nanoTime(), "done");
        }
    }

    private void show(long now, String note) {
        double seconds = (now - startNanos) / 1e9;
        double rate = count / Math.max(seconds, 1e-3);
        String left = count > 0 && count < max ? String.format(", %.0f s left", (max - count) / rate) : "";
        out.printf("%-14s %,d of %,d in %.1f s (%,.0f/s%s) %s%n", name, count, max, seconds, rate, left, note);
        out.flush();
    }
}
