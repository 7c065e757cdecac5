package chat.parley.tools.replay;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and time left, for terminals. */
final class BarProgress implements Progress {

    private static final int NAME_LENGTH = 14;
    private static final DecimalFormat RATE = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));

    private final PrintStream out;
    private @Nullable ProgressBar bar;

    BarProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void phase(String name, long max) {
        done();
        bar = new ProgressBarBuilder()
                .setTaskName(String.format("%-" + NAME_LENGTH + "s", name))
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .showSpeed(RATE)
                .build();
    }

    @Override
    public void at(long count, String note) {
        if (bar != null) {
            bar.stepTo(count);
            bar.setExtraMessage(" " + note);
        }
    }

    @Override
    public void say(String line) {
        // Above the bar: it repaints itself on the line that this leaves free.
        out.print("\r\u001b[K" + line + "\n");
        out.flush();
    }

    @Override
    public void done() {
        if (bar != null) {
            bar.refresh();
            bar.close();
            bar = null;
        }
    }
}
