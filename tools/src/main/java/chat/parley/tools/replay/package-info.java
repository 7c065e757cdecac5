/**
 * Plays conversations into a server, kills it if asked, and then compares all that was sent with all that was stored
 * and delivered. What is sent carries its own number, so that nothing that comes back needs to be guessed.
 */
@NullMarked
package chat.parley.tools.replay;

import org.jspecify.annotations.NullMarked;
