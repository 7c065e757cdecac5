/** A proxy that makes a network bad, for those who write clients: it loses, doubles, delays, cuts, stalls, goes deaf. */
@NullMarked
package chat.parley.conformance.proxy;

import org.jspecify.annotations.NullMarked;
