package chat.parley.accounts.port;

import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords slowly, so that a stolen table of hashes is worth little.
 *
 * <p>Promises: two hashes of one password differ, and tell how they were made; a password matches what was made of it and
 * nothing else, its Unicode normalized first (NFC). So few run at a time, and so few wait, that everything else goes on
 * meanwhile; who comes beyond that gets {@link HasherBusy}.
 */
public interface PasswordHasher {

    /** @throws HasherBusy when too many wait already */
    String hash(String password);

    /**
     * Whether a hash is of this password.
     *
     * @param hash null when there is none, which takes the same work as a wrong password and is false
     * @throws HasherBusy when too many wait already
     */
    boolean matches(String password, @Nullable String hash);

    /** Whether a hash was made in another way than {@link #hash} makes it now. */
    boolean isOutdated(String hash);
}
