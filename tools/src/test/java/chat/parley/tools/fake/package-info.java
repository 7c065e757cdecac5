/** A server in a few hundred lines that keeps the wire contract, and breaks what it is told to break. */
@NullMarked
package chat.parley.tools.fake;

import org.jspecify.annotations.NullMarked;
