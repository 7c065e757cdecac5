package chat.parley.rest;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Devices;
import chat.parley.accounts.Users;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the server, and with what.
 *
 * @param accounts null when another issuer makes the tokens
 */
public record People(@Nullable Accounts accounts, Users users, Devices devices) {}
