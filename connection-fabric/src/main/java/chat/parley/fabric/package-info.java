/** Who is connected, and how a frame reaches them. */
@NullMarked
package chat.parley.fabric;

import org.jspecify.annotations.NullMarked;
