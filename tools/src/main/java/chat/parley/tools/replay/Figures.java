package chat.parley.tools.replay;

import java.util.Map;

/** All that came out of a run. */
record Figures(
        Replay.Plan plan,
        Ledger ledger,
        Tally tally,
        Findings findings,
        int stored,
        int reconnects,
        String firstRefusal,
        Map<String, Double> seconds,
        Map<String, Double> cpuSeconds) {

    double perSecond(String phase, long count) {
        return count / Math.max(seconds.getOrDefault(phase, 0.0), 1e-3);
    }
}
