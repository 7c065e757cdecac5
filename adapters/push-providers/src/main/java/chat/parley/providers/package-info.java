/** The services that wake devices. */
@NullMarked
package chat.parley.providers;

import org.jspecify.annotations.NullMarked;
