package chat.parley.simulation;

/** Runs one seed and tells every step: {@code ./build seed 4711}. */
public final class Replay {

    private Replay() {}

    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        Simulation.Report report = Simulation.run(seed, System.out::println);
        System.out.printf(
                "seed %d, %s: %d steps, %d entries, trace %016x%n",
                report.seed(), report.shape(), report.steps(), report.entries(), report.traceHash());
        if (report.broken() != null) {
            System.out.println("BROKEN " + report.broken().promise() + "\n" + report.story());
            System.exit(1);
        }
    }
}
