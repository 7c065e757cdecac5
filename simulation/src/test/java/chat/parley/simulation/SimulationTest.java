package chat.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeds that are the same in each build, and some fresh ones; others with {@code -Dsimulation.seed=S -Dsimulation.seeds=N}. */
final class SimulationTest {

    private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
    private static final long FRESH_SEEDS = 1_000;
    private static final long FIRST = Long.getLong("simulation.seed", 1_000_000);

    @Test
    void everyInvariantHoldsWithEverySeed() throws InterruptedException {
        long began = System.nanoTime();
        Seeds.Summary summary = new Seeds(FIRST, SEEDS, seed -> Simulation.run(seed, null)).run();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "simulation: %d seeds from %d, %d steps, %d log entries in %.1f s%n",
                summary.runs(), FIRST, summary.steps(), summary.entries(), seconds);
        assertThat(summary.broken()).as(() -> told(summary.broken())).isEmpty();
        assertThat(summary.runs()).isEqualTo(SEEDS);
    }

    private static String told(List<Simulation.Report> broken) {
        StringBuilder text = new StringBuilder();
        for (Simulation.Report report : broken) {
            text.append("%n%s%n%s%nreplay it with its trace: ./build seed %d%n"
                    .formatted(report.broken(), report.story(), report.seed()));
        }
        return text.toString();
    }

    /** What passes the same seeds for a year is only known to pass these. */
    @Test
    void everyInvariantHoldsWithFreshSeeds() throws InterruptedException {
        long first = Integer.toUnsignedLong(new Random().nextInt());
        System.out.printf("simulation: %d fresh seeds from %d%n", FRESH_SEEDS, first);
        Seeds.Summary summary = new Seeds(first, FRESH_SEEDS, seed -> Simulation.run(seed, null)).run();
        assertThat(summary.broken()).as(() -> told(summary.broken())).isEmpty();
    }

    @Test
    void theSameSeedTakesTheSameSteps() {
        for (long seed = FIRST; seed < FIRST + 50; seed++) {
            List<String> read = new ArrayList<>();
            Simulation.Report once = Simulation.run(seed, null);
            Simulation.Report again = Simulation.run(seed, read::add);
            assertThat(again).isEqualTo(once);
            assertThat(read).hasSizeGreaterThan((int) once.steps() / 2);
        }
    }

    @Test
    void differentSeedsTakeDifferentSteps() {
        assertThat(Simulation.run(FIRST, null).traceHash())
                .isNotEqualTo(Simulation.run(FIRST + 2, null).traceHash());
    }
}
