/** What the delivery pipeline needs of the outside, each in its own terms and with its promises in words. */
@NullMarked
package chat.parley.pipeline.port;

import org.jspecify.annotations.NullMarked;
