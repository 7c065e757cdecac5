/**
 * The ports of the push fabric in memory, for tests and for the simulation, where a crash has to leave of them what it
 * leaves of a store. They pass the contracts like any adapter.
 */
@NullMarked
package chat.parley.contracts.memory;

import org.jspecify.annotations.NullMarked;
