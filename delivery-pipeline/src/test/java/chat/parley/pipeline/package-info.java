@NullMarked
package chat.parley.pipeline;

import org.jspecify.annotations.NullMarked;
