package chat.parley.domain;

/**
 * Where an entry stands in the conversation log. The generation changes only when the log itself is replaced; offsets
 * of one generation rise from 1.
 */
public record Position(int generation, long offset) implements Comparable<Position> {

    /** Before the first entry of the first log. */
    public static final Position START = new Position(0, 0);

    public Position next() {
        return new Position(generation, offset + 1);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        int byGeneration = Integer.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return generation + "/" + offset;
    }
}
