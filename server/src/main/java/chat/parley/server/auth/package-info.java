/** Tokens: who made them, whether they are good, and making them for an operator's own use. */
@NullMarked
package chat.parley.server.auth;

import org.jspecify.annotations.NullMarked;
