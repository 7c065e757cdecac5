/** Serves the web client: its built files, from memory. */
@NullMarked
package chat.parley.web;

import org.jspecify.annotations.NullMarked;
