/** The wire contract as named checks against any server that claims to speak it. */
@NullMarked
package chat.parley.conformance;

import org.jspecify.annotations.NullMarked;
