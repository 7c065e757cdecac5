package chat.parley.fabric.port;

import chat.parley.domain.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells whose token it is. May wait for keys to be fetched, so it is not called on an event loop. */
public interface Authenticator {

    /** What became of a token. */
    sealed interface Verdict {

        /**
         * @param expires the token's end, before any leeway
         * @param login the login session that the token belongs to, null when it is of none
         */
        record Accepted(
                UserId user, Instant expires, @Nullable String login) implements Verdict {}

        /** @param reason fit to be shown to whoever sent the token */
        record Rejected(String reason) implements Verdict {}

        /**
         * Whether the token is good is not known, for what tells good from bad does not answer.
         *
         * @param reason fit to be shown to whoever sent the token
         */
        record Unavailable(String reason) implements Verdict {}
    }

    Verdict verify(String token);
}
