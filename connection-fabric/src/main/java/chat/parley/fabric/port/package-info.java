/** What the connection fabric needs of the outside. */
@NullMarked
package chat.parley.fabric.port;

import org.jspecify.annotations.NullMarked;
