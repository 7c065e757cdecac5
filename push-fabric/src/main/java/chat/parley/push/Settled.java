package chat.parley.push;

import chat.parley.push.port.WakeUps.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a row, and what is to be said of it once it has.
 *
 * @param change null when the row stays as it is
 */
record Settled(@Nullable Change change, List<Trace> steps) {}
