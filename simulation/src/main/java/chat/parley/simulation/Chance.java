package chat.parley.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All the chance of a run: the same seed gives the same draws in the same order. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean in(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    double of(double... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
