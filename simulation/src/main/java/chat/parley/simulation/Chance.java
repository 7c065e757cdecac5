package chat.parley.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All the chance of a run: the same seed gives the same draws in the same order. */
public final class Chance {

    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public boolean in(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public double of(double... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
