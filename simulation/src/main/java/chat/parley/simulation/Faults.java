package chat.parley.simulation;

/**
 * How often each thing goes wrong in one run, drawn from its seed. Most runs know some kinds of fault only: a rare one is
 * found sooner where the common ones don't drown it.
 */
final class Faults {

    private boolean on = true;

    private final double crash;
    private final double pause;
    private final double write;
    private final double read;
    private final double late;
    private final double logAppend;
    private final double logRead;
    private final double timeLeap;
    private final double lostCache;
    private final double replicaDown;
    private final double lostAnswer;

    Faults(Chance chance) {
        crash = chance.of(0, 0.002, 0.01, 0.03);
        pause = chance.of(0, 0.002, 0.01, 0.03);
        write = chance.of(0, 0, 0.02, 0.1, 0.2);
        read = chance.of(0, 0, 0.01, 0.05, 0.15);
        late = chance.of(0.05, 0.3, 0.8);
        logAppend = chance.of(0, 0, 0.03, 0.1);
        logRead = chance.of(0, 0, 0.05, 0.2);
        timeLeap = chance.of(0, 0, 0.002, 0.006);
        lostCache = chance.of(0, 0.01);
        replicaDown = chance.of(0, 0, 0.002, 0.01);
        lostAnswer = chance.of(0, 0.05, 0.3);
    }

    boolean on() {
        return on;
    }

    /** From here on, nothing goes wrong any more. */
    void stop() {
        on = false;
    }

    double crash() {
        return now(crash);
    }

    double pause() {
        return now(pause);
    }

    /** That a write to a store times out. */
    double write() {
        return now(write);
    }

    /** That a read of a store times out. */
    double read() {
        return now(read);
    }

    /** That a replica gets a write later than the others; not a fault but every day's life. */
    double late() {
        return late;
    }

    /** That it is not known whether an entry is in the log. */
    double logAppend() {
        return now(logAppend);
    }

    /** That a read of the log times out, brings less than there is, or older entries again. */
    double logRead() {
        return now(logRead);
    }

    double timeLeap() {
        return now(timeLeap);
    }

    double lostCache() {
        return now(lostCache);
    }

    double replicaDown() {
        return now(replicaDown);
    }

    /** That an answer does not reach the edge. */
    double lostAnswer() {
        return now(lostAnswer);
    }

    private double now(double probability) {
        return on ? probability : 0;
    }
}
