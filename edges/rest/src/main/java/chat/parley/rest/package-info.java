/** The edge that turns HTTP requests into calls of the use cases. */
@NullMarked
package chat.parley.rest;

import org.jspecify.annotations.NullMarked;
