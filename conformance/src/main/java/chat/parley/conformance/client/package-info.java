/** The far end of the wire: sockets that can also misbehave, calls, tokens, and what a check says when it is let down. */
@NullMarked
package chat.parley.conformance.client;

import org.jspecify.annotations.NullMarked;
