/** What an operator can set: by flag, by environment, by file, in this order of strength. */
@NullMarked
package chat.parley.server.config;

import org.jspecify.annotations.NullMarked;
