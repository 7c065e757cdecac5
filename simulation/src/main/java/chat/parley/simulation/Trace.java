package chat.parley.simulation;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every step of a run, as a hash; as text too when somebody wants to read it. Two runs with the same hash took the same
 * steps.
 */
public final class Trace {

    private final @Nullable Consumer<String> reader;
    private long hash = 1;
    private long steps;

    public Trace(@Nullable Consumer<String> reader) {
        this.reader = reader;
    }

    public void step(long millis, String actor, String what, String subject, long number) {
        steps++;
        hash = hash * 31 + millis;
        hash = hash * 31 + actor.hashCode();
        hash = hash * 31 + what.hashCode();
        hash = hash * 31 + subject.hashCode();
        hash = hash * 31 + number;
        hash ^= hash >>> 29;
        if (reader != null) {
            reader.accept("%6d %d %-9s %-22s %s %d".formatted(steps, millis, actor, what, subject, number));
        }
    }

    /** Something worth reading that is no step; made only when somebody reads. */
    public void note(Supplier<String> text) {
        if (reader != null) {
            reader.accept("       " + text.get());
        }
    }

    public long steps() {
        return steps;
    }

    public long hash() {
        return hash;
    }
}
