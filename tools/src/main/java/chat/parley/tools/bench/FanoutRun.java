package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One server with one group whose members are all connected. */
final class FanoutRun {

    /** Messages under way, tried in this order. */
    private static final int[] WINDOWS = {8, 32, 128};

    private static final int WARM_WINDOW = 16;
    private static final Duration WARM_SLICE = Duration.ofSeconds(2);
    private static final int WARM_SLICES_MAX = 6;
    private static final double WARM_GAIN = 1.03;

    private final Progress progress;

    FanoutRun(Progress progress) {
        this.progress = progress;
    }

    FanoutLoad.Result measure(String name, Target target, int members, Duration time) {
        return on(target, members, load -> {
            warmUp(name, load, target.usage());
            return saturation(name, load, time, target.usage());
        });
    }

    /** One depth of the closed loop, cold. */
    FanoutLoad.Result once(Target target, int members, int window, Duration time) {
        return on(target, members, load -> load.closed(window, time, target.usage()));
    }

    private FanoutLoad.Result on(Target target, int members, Function<FanoutLoad, FanoutLoad.Result> measurement) {
        List<UserId> users = IntStream.range(0, members)
                .mapToObj(i -> new UserId("fanout-" + i))
                .toList();
        String conversation = target.conversation(users);
        try (Fleet fleet = Fleet.open(target, users, progress)) {
            target.join(fleet, i -> conversation);
            return measurement.apply(new FanoutLoad(fleet, conversation));
        }
    }

    private void warmUp(String name, FanoutLoad load, ProcessUsage server) {
        progress.step("Warming up " + name + " …");
        double best = 0;
        int flat = 0;
        for (int slice = 0; slice < WARM_SLICES_MAX && flat < 2; slice++) {
            double now = load.closed(WARM_WINDOW, WARM_SLICE, server).perSecond();
            progress.update(Figure.number(now) + " deliveries/s");
            flat = now < best * WARM_GAIN ? flat + 1 : 0;
            best = Math.max(best, now);
        }
    }

    private FanoutLoad.Result saturation(String name, FanoutLoad load, Duration time, ProcessUsage server) {
        progress.step("Looking for the saturation of " + name + " …");
        FanoutLoad.Result best = null;
        for (int window : WINDOWS) {
            FanoutLoad.Result result = load.closed(window, time, server);
            progress.step("  " + window + " messages under way: " + Figure.number(result.perSecond())
                    + " deliveries/s, p99 " + Figure.number(result.delivery().percentile(99)) + " ms");
            if (best == null || result.perSecond() > best.perSecond()) {
                best = result;
            }
        }
        return Objects.requireNonNull(best);
    }
}
