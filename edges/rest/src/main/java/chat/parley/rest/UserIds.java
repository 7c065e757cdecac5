package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.wire.BadInput;
import chat.parley.wire.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a list of users. */
final class UserIds {

    private UserIds() {}

    /**
     * The users in the order in which they were named; one who was named twice counts once.
     *
     * @throws BadInput when the list is missing or holds what is no user's id
     */
    static Set<UserId> of(String field, @Nullable List<String> texts) throws BadInput {
        if (texts == null) {
            throw BadInput.missing(field);
        }
        Set<UserId> users = new LinkedHashSet<>();
        for (String text : texts) {
            users.add(Fields.userId(field, text));
        }
        return users;
    }
}
