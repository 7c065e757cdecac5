package chat.parley.push.port;

import chat.parley.domain.UserId;

/** What users are called. */
public interface DisplayNames {

    /** The id where there is no other name. */
    String of(UserId user);
}
