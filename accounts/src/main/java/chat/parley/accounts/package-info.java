/**
 * Who has an account here: users and their passwords, the logins that go on, and the devices. Plain synchronous code
 * with a given clock and randomness; what it needs of the outside is in {@code port}.
 */
@NullMarked
package chat.parley.accounts;

import org.jspecify.annotations.NullMarked;
