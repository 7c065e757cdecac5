/** The checks, a class for each section of the contract. */
@NullMarked
package chat.parley.conformance.checks;

import org.jspecify.annotations.NullMarked;
