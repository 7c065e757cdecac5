package chat.parley.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A value with the timestamp that it was written with: of two, the later timestamp wins, whenever they arrive.
 *
 * @param expiresMillis from this time on it is not there any more
 */
record Cell<T>(T value, long timestamp, long expiresMillis) {

    static <T> Cell<T> of(T value, long timestamp) {
        return new Cell<>(value, timestamp, Long.MAX_VALUE);
    }

    static <T> Cell<T> later(@Nullable Cell<T> one, Cell<T> other) {
        return one != null && one.timestamp >= other.timestamp ? one : other;
    }
}
