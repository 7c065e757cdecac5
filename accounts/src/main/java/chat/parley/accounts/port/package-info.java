/** What the accounts need of the outside. */
@NullMarked
package chat.parley.accounts.port;

import org.jspecify.annotations.NullMarked;
