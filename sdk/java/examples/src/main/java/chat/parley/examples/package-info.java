/** Small programs on the client library. They need a server: {@code ./parley serve}. */
@NullMarked
package chat.parley.examples;

import org.jspecify.annotations.NullMarked;
