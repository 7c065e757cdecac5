/** The path of a message: accept, order, store, fan out, acknowledge. */
@NullMarked
package chat.parley.pipeline;

import org.jspecify.annotations.NullMarked;
