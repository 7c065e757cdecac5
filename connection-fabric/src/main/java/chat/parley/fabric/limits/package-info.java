/** How much each may ask of a node, so that nobody's flood becomes the others' wait. */
@NullMarked
package chat.parley.fabric.limits;

import org.jspecify.annotations.NullMarked;
