/** Looks up known advisories for what is shipped. */
@NullMarked
package chat.parley.tools.advisories;

import org.jspecify.annotations.NullMarked;
