/** The adapters that serve every port within one process. */
@NullMarked
package chat.parley.embedded;

import org.jspecify.annotations.NullMarked;
