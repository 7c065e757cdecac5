/** Black-box tests that start the program and speak to it over real sockets. */
@NullMarked
package chat.parley.systemtests;

import org.jspecify.annotations.NullMarked;
