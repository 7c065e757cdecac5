/** A chat client for the terminal, and for scripts that have none. */
@NullMarked
package chat.parley.tools.chat;

import org.jspecify.annotations.NullMarked;
