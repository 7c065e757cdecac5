package chat.parley.conformance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the secret of the server under test comes from when none is named. */
@FunctionalInterface
public interface SecretSource {

    /**
     * Finds the HS256 key.
     *
     * @param data the server's data directory; null: the environment, or the default directory
     * @throws IllegalArgumentException when there is none; the message is fit to be shown
     */
    byte[] of(@Nullable Path data);
}
