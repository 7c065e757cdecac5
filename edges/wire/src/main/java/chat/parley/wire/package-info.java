/** Frames as bytes: the protocol that the edges and the clients share. */
@NullMarked
package chat.parley.wire;

import org.jspecify.annotations.NullMarked;
