/** The program: its configuration and the wiring of the adapters, systems and edges. */
@NullMarked
package chat.parley.server;

import org.jspecify.annotations.NullMarked;
