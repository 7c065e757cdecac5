/** How fuzz targets are run: each in a process of its own, with coverage of Parley's code to guide it. */
@NullMarked
package chat.parley.fuzzing;

import org.jspecify.annotations.NullMarked;
