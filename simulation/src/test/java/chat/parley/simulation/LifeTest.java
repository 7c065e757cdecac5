package chat.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short lives in each build, of seeds that are always the same and of fresh ones; {@code ./build life} is a long one. */
final class LifeTest {

    private static final Duration ACTIVE = Duration.ofMinutes(20);
    private static final long FRESH = Integer.toUnsignedLong(new Random().nextInt());

    static List<Long> seeds() {
        return List.of(1L, 2L, FRESH, FRESH + 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyDeviceHoldsWhatTheLogSays(long seed) {
        Life.Report report = Life.run(seed, ACTIVE);
        System.out.println("life: " + report);
        assertThat(report.broken())
                .as("%s%nlive it again: ./build life %d %d", report.story(), seed, ACTIVE.toMinutes())
                .isNull();
        assertThat(report.messages()).isPositive();
        assertThat(report.syncs()).isGreaterThan(report.devices());
    }

    @Test
    void theSameSeedLivesTheSameLife() {
        assertThat(Life.run(3, Duration.ofMinutes(2))).isEqualTo(Life.run(3, Duration.ofMinutes(2)));
    }

    static List<PlantedBug> planted() {
        return PlantedBug.OF_LONG_LIVES;
    }

    /** What only shows when months pass, tokens get old and messages go. */
    @ParameterizedTest
    @MethodSource("planted")
    void isFound(PlantedBug bug) throws Exception {
        var life = Class.forName(Life.class.getName(), true, PatchedClasses.with(bug))
                .getMethod("run", long.class, Duration.class);
        var found = IntStream.range(0, 20).filter(seed -> isBroken(life, seed)).findFirst();
        assertThat(found).as("%s is found", bug).isPresent();
        System.out.printf("planted: %-40s found by a life after %d seeds%n", bug, found.getAsInt() + 1);
    }

    private static boolean isBroken(java.lang.reflect.Method life, int seed) {
        try {
            Object report = life.invoke(null, (long) seed, ACTIVE);
            return report.getClass().getMethod("broken").invoke(report) != null;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the life of a planted bug", e);
        }
    }
}
