package chat.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.parley.simulation.push.PushSimulation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds that are the same in each build, and some fresh ones; others with {@code -Dpush.seed=S -Dpush.seeds=N}. */
final class PushSimulationTest {

    private static final long FIRST = Long.getLong("push.seed", 1_000_000);
    private static final long SEEDS = Long.getLong("push.seeds", 1_000);
    private static final long FRESH_SEEDS = 200;

    /** Some times as many as the rarest of them needs. */
    private static final long SEEDS_OF_BUGS = 3_000;

    @Test
    void everyPromiseHoldsWithEverySeed() {
        passes(FIRST, SEEDS);
    }

    @Test
    void everyPromiseHoldsWithFreshSeeds() {
        passes(Integer.toUnsignedLong(new Random().nextInt()), FRESH_SEEDS);
    }

    private static void passes(long first, long seeds) {
        long began = System.nanoTime();
        AtomicLong steps = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        AtomicInteger doubles = new AtomicInteger();
        List<PushSimulation.Report> broken = LongStream.range(first, first + seeds)
                .parallel()
                .mapToObj(PushSimulation::run)
                .peek(report -> {
                    steps.addAndGet(report.steps());
                    sent.addAndGet(report.notifications());
                    doubles.addAndGet(report.doubles());
                })
                .filter(report -> report.broken() != null)
                .limit(3)
                .toList();
        System.out.printf(
                "push simulation: %d seeds from %d, %d steps, %d notifications, %d of them doubles, in %.1f s%n",
                seeds, first, steps.get(), sent.get(), doubles.get(), (System.nanoTime() - began) / 1e9);
        assertThat(broken).as(() -> told(broken)).isEmpty();
    }

    private static String told(List<PushSimulation.Report> broken) {
        StringBuilder text = new StringBuilder();
        for (PushSimulation.Report report : broken) {
            text.append("%n%s%n%s%nreplay it with its trace: ./build pushseed %d%n"
                    .formatted(report.broken(), report.story(), report.seed()));
        }
        return text.toString();
    }

    @Test
    void theSameSeedTakesTheSameSteps() {
        for (long seed = FIRST; seed < FIRST + 50; seed++) {
            List<String> read = new ArrayList<>();
            PushSimulation.Report once = PushSimulation.run(seed);
            assertThat(PushSimulation.run(seed, read::add)).isEqualTo(once);
            assertThat(read).hasSizeGreaterThan((int) once.steps() / 2);
        }
    }

    static List<PlantedBug> planted() {
        return PlantedBug.OF_PUSH;
    }

    @ParameterizedTest
    @MethodSource("planted")
    void isFound(PlantedBug bug) throws Exception {
        Method run = Class.forName(PushSimulation.class.getName(), true, PatchedClasses.with(bug))
                .getMethod("run", long.class);
        for (long seed = FIRST; seed < FIRST + SEEDS_OF_BUGS; seed++) {
            Object report = run.invoke(null, seed);
            Object broken = report.getClass().getMethod("broken").invoke(report);
            if (broken != null) {
                System.out.printf("planted: %-50s found by %-28s after %d seeds%n", bug, broken, seed - FIRST + 1);
                return;
            }
        }
        fail("%s is not found within %d seeds", bug, SEEDS_OF_BUGS);
    }
}
