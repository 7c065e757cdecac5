package chat.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the promises are checked here, not the inner laws: each mistake must be seen to break what somebody relies on. */
final class PlantedBugsTest {

    private static final long FIRST = 2_000_000;

    /** A few times as many as the rarest of them needs. */
    private static final int SEEDS_MAX = 5_000;

    private record Found(String invariant, long seeds, String story) {}

    static List<PlantedBug> all() {
        return PlantedBug.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void isFound(PlantedBug bug) throws Exception {
        Method run = Class.forName(Simulation.class.getName(), true, PatchedClasses.with(bug))
                .getMethod("promisesOnly", long.class);
        Optional<Found> found = Optional.empty();
        for (long seed = FIRST; seed < FIRST + SEEDS_MAX && found.isEmpty(); seed++) {
            found = brokenBy(run.invoke(null, seed), seed - FIRST + 1);
        }
        assertThat(found).as("%s is found within %d seeds", bug, SEEDS_MAX).isPresent();
        long seeds = found.orElseThrow().seeds();
        assertThat(new Seeds(FIRST, seeds, Simulation::promisesOnly).run().broken())
                .as("the code as it is passes the same seeds")
                .isEmpty();
        System.out.printf(
                "planted: %-40s found by %-24s after %d seeds%n",
                bug, found.orElseThrow().invariant(), seeds);
    }

    private static Optional<Found> brokenBy(Object report, long seeds) throws ReflectiveOperationException {
        Object broken = report.getClass().getMethod("broken").invoke(report);
        Object story = report.getClass().getMethod("story").invoke(report);
        return broken == null
                ? Optional.empty()
                : Optional.of(new Found(broken.toString(), seeds, String.valueOf(story)));
    }
}
