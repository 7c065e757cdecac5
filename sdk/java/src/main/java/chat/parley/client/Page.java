package chat.parley.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the order that the call documents
 * @param nextCursor what to ask the next part with; null at the end
 * @param <T> what the list is of
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
