package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One server under relay load: warmed up, driven to saturation, then at a steady rate. */
final class RelayRun implements AutoCloseable {

    /** Sends under way in the whole, tried in this order for the saturation. */
    private static final int[] UNDER_WAY = {512, 1024, 2048, 4096};

    private static final int WARM_UNDER_WAY = 1024;
    private static final Duration WARM_SLICE = Duration.ofSeconds(2);
    private static final int WARM_SLICES_MAX = 12;
    /** Warm when two slices in a row brought less than this. */
    private static final double WARM_GAIN = 1.03;

    private static final Duration SEARCH_SLICE = Duration.ofSeconds(3);

    private final String name;
    private final ProcessUsage server;
    private final Fleet fleet;
    private final RelayLoad load;
    private final Progress progress;

    private RelayRun(String name, ProcessUsage server, Fleet fleet, RelayLoad load, Progress progress) {
        this.name = name;
        this.server = server;
        this.fleet = fleet;
        this.load = load;
        this.progress = progress;
    }

    static RelayRun open(String name, Target target, int pairs, Progress progress) {
        List<UserId> users = new ArrayList<>();
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            UserId one = new UserId("relay-" + i + "-a");
            UserId other = new UserId("relay-" + i + "-b");
            users.add(one);
            users.add(other);
            conversations.add(target.conversation(List.of(one, other)));
            progress.update((i + 1) + " of " + pairs + " conversations");
        }
        Fleet fleet = Fleet.open(target, users, progress);
        target.join(fleet, i -> conversations.get(i / 2));
        return new RelayRun(name, target.usage(), fleet, new RelayLoad(fleet, conversations), progress);
    }

    /** Runs until the server's code is compiled and its rate no longer grows. */
    void warmUp() {
        progress.step("Warming up " + name + " …");
        double best = 0;
        int flat = 0;
        for (int slice = 0; slice < WARM_SLICES_MAX && flat < 2; slice++) {
            double now =
                    load.closed(windowOf(WARM_UNDER_WAY), WARM_SLICE, server).perSecond();
            progress.update(Figure.number(now) + " sends/s");
            flat = now < best * WARM_GAIN ? flat + 1 : 0;
            best = Math.max(best, now);
        }
    }

    /** The most that goes through, over a few depths of the closed loop. */
    RelayLoad.Result saturation() {
        progress.step("Looking for the saturation of " + name + " …");
        RelayLoad.Result best = null;
        for (int underWay : UNDER_WAY) {
            RelayLoad.Result result = load.closed(windowOf(underWay), SEARCH_SLICE, server);
            progress.step(
                    "  " + underWay + " under way: " + Figure.number(result.perSecond()) + " sends/s, delivered in "
                            + Figure.number(result.delivery().percentile(99)) + " ms (p99)");
            if (best == null || result.perSecond() > best.perSecond()) {
                best = result;
            }
        }
        return java.util.Objects.requireNonNull(best);
    }

    RelayLoad.Result steady(double perSecond, Duration time) {
        progress.step(
                "Measuring " + name + " at " + Figure.number(perSecond) + " sends/s for " + time.toSeconds() + " s …");
        return load.open(perSecond, Duration.ofSeconds(2), time, server);
    }

    @Override
    public void close() {
        fleet.close();
    }

    private int windowOf(int underWay) {
        return Math.max(1, underWay / fleet.size());
    }
}
