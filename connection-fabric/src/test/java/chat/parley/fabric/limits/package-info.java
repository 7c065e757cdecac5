@NullMarked
package chat.parley.fabric.limits;

import org.jspecify.annotations.NullMarked;
