/** An HTTP exchange in its plainest form, between the listener that reads it and the interface that answers it. */
@NullMarked
package chat.parley.wire.http;

import org.jspecify.annotations.NullMarked;
