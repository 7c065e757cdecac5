@NullMarked
package chat.parley.domain;

import org.jspecify.annotations.NullMarked;
