package chat.parley.simulation.push;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Something that changes, with all that it has been: at a step it holds what the last change at or before it made it. */
final class Timeline<T> {

    private record Change<T>(long step, T value) {}

    private final List<Change<T>> changes = new ArrayList<>();

    Timeline(T first) {
        changes.add(new Change<>(0, first));
    }

    void set(long step, T value) {
        changes.add(new Change<>(step, value));
    }

    T now() {
        return changes.getLast().value();
    }

    T at(long step) {
        return changes.get(indexAt(step)).value();
    }

    /** Whether it was so at some moment from the one step to the other. */
    boolean ever(long from, long to, Predicate<T> so) {
        for (int i = indexAt(from); i < changes.size() && (changes.get(i).step() <= to || i == indexAt(from)); i++) {
            if (so.test(changes.get(i).value())) {
                return true;
            }
        }
        return false;
    }

    boolean always(long from, long to, Predicate<T> so) {
        return !ever(from, to, so.negate());
    }

    private int indexAt(long step) {
        int i = changes.size() - 1;
        while (i > 0 && changes.get(i).step() > step) {
            i--;
        }
        return i;
    }
}
