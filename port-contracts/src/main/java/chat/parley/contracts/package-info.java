/** One abstract test suite for each port, which every adapter of that port extends. */
@NullMarked
package chat.parley.contracts;

import org.jspecify.annotations.NullMarked;
