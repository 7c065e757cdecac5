/** The vocabulary every part of Parley speaks: ids, messages, conversations, devices. */
@NullMarked
package chat.parley.domain;

import org.jspecify.annotations.NullMarked;
