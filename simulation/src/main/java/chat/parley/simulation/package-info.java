/** All systems on one thread, in virtual time, with faults and checked invariants. */
@NullMarked
package chat.parley.simulation;

import org.jspecify.annotations.NullMarked;
