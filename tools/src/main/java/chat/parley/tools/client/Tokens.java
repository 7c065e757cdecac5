package chat.parley.tools.client;

import chat.parley.domain.UserId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Access tokens for any user of a server, for those who hold its secret. */
public interface Tokens {

    /** A token that outlives the run: hours, not minutes. */
    String tokenFor(UserId user);

    /** Where tokens come from. */
    interface Source {

        /**
         * Signs with the secret of a server.
         *
         * @param data the server's data directory; null: the secret of the environment, or of the default directory
         * @throws IllegalArgumentException when there is no secret; the message is fit to be shown
         */
        Tokens of(@Nullable Path data);
    }
}
