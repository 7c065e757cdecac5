/** What the push fabric needs of the outside. */
@NullMarked
package chat.parley.push.port;

import org.jspecify.annotations.NullMarked;
