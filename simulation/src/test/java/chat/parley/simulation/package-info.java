@NullMarked
package chat.parley.simulation;

import org.jspecify.annotations.NullMarked;
