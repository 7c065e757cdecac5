package chat.parley.simulation.push;

import chat.parley.simulation.Chance;

/** How often each thing goes wrong in one run, drawn from its seed; many runs know no faults of some kind at all. */
final class PushFaults {

    private final double crash;
    private final double pause;
    private final double write;
    private final double read;
    private final double append;
    private final double refused;
    private final double later;
    private final double gone;
    private final double outage;
    private final double credentials;
    private final double slow;
    private boolean on = true;

    PushFaults(Chance chance) {
        crash = chance.of(0, 0, 0.003, 0.01, 0.03);
        pause = chance.of(0, 0, 0.003, 0.01, 0.02);
        write = chance.of(0, 0, 0.02, 0.1);
        read = chance.of(0, 0, 0.005, 0.02);
        append = chance.of(0, 0, 0, 0.05);
        refused = chance.of(0, 0, 0.05);
        later = chance.of(0, 0.05, 0.4);
        gone = chance.of(0, 0, 0.05);
        outage = chance.of(0, 0, 0.05);
        credentials = chance.of(0, 0, 0, 0.03);
        slow = chance.of(0, 0, 0, 0.1);
    }

    void stop() {
        on = false;
    }

    boolean on() {
        return on;
    }

    /** Nothing by which a notification that was accepted could come to be sent again. */
    boolean isCalm() {
        return crash == 0 && pause == 0 && write == 0 && slow == 0;
    }

    double crash() {
        return now(crash);
    }

    double pause() {
        return now(pause);
    }

    /** That a write fails, whether or not it was made. */
    double write() {
        return now(write);
    }

    /** Whether any write fails in this run. */
    boolean failsWrites() {
        return write > 0;
    }

    double read() {
        return now(read);
    }

    /** That the push log does not take what it is told. */
    double append() {
        return now(append);
    }

    double refused() {
        return now(refused);
    }

    double later() {
        return now(later);
    }

    double gone() {
        return now(gone);
    }

    /** That a provider is down from here on for a while. */
    double outage() {
        return now(outage);
    }

    double credentials() {
        return now(credentials);
    }

    /** That an answer takes longer than a claim lasts. */
    double slow() {
        return now(slow);
    }

    private double now(double probability) {
        return on ? probability : 0;
    }
}
