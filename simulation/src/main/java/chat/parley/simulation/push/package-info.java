/**
 * The push fabric from seeds: two processes with a planner and a gateway each, over one store, which crash, pause and take
 * over from each other while people write, read, come and go. The fabric's classes run as they are; what they did is
 * judged by what was true at the moment they did it.
 */
@NullMarked
package chat.parley.simulation.push;

import org.jspecify.annotations.NullMarked;
