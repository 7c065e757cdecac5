/** The command-line tools: a client, a load generator, inspection. */
@NullMarked
package chat.parley.tools;

import org.jspecify.annotations.NullMarked;
