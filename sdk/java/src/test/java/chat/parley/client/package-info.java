/** Tests of the client alone, against a scripted server in the same process. */
@NullMarked
package chat.parley.client;

import org.jspecify.annotations.NullMarked;
