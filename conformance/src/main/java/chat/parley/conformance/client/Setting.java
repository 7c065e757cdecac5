package chat.parley.conformance.client;

import java.net.http.HttpClient;
import java.util.Optional;

/**
 * What a run was given.
 *
 * @param tokens signs for any user; empty when only the server's own accounts are known
 * @param run marks the names of this run, so that it can be repeated on a server that lives
 * @param http shared by all checks
 */
public record Setting(Address address, Optional<Tokens> tokens, String run, HttpClient http) {}
