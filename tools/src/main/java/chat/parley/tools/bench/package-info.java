/**
 * The benchmarks. Each starts a server in a process of its own and drives it over the wire contract; that of push has the
 * fabric in its own process. Each measures a baseline in the same run: absolute figures of two runs are not comparable,
 * their ratios to a baseline are.
 */
@NullMarked
package chat.parley.tools.bench;

import org.jspecify.annotations.NullMarked;
