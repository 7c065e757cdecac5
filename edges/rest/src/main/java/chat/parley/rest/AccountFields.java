package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.wire.BadInput;
import chat.parley.wire.Fields;
import org.jspecify.annotations.Nullable;

/** Reads what people type into the forms of an account. Lengths are in code points: what a person counts as characters. */
final class AccountFields {

    private static final int USERNAME_MIN = 3;
    private static final int PASSWORD_MIN = 8;
    private static final int PASSWORD_MAX = 256;
    private static final int DISPLAY_NAME_MAX = 64;

    private AccountFields() {}

    /** Of a new account. */
    static UserId username(@Nullable String value) throws BadInput {
        UserId id = Fields.userId("username", value);
        if (id.value().length() < USERNAME_MIN) {
            throw BadInput.malformed("username", "3 to 64 of A-Z a-z 0-9 _ . -");
        }
        return id;
    }

    static String password(@Nullable String value) throws BadInput {
        if (value == null) {
            throw BadInput.missing("password");
        }
        requireText("password", value);
        int length = value.codePointCount(0, value.length());
        if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
            throw BadInput.malformed("password", PASSWORD_MIN + " to " + PASSWORD_MAX + " characters");
        }
        if (value.indexOf(0) >= 0) {
            throw BadInput.malformed("password", "without NUL");
        }
        return value;
    }

    /** @return null when it is missing */
    static @Nullable String displayName(@Nullable String value) throws BadInput {
        if (value == null) {
            return null;
        }
        requireText("display_name", value);
        if (value.isBlank() || value.codePointCount(0, value.length()) > DISPLAY_NAME_MAX) {
            throw BadInput.malformed("display_name", "1 to " + DISPLAY_NAME_MAX + " characters that are not all blank");
        }
        Fields.name("display_name", value);
        return value;
    }

    /** @throws BadInput when there is a lone surrogate */
    static void requireText(String field, String value) throws BadInput {
        if (value.codePoints().anyMatch(one -> one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE)) {
            throw BadInput.malformed(field, "well-formed text: it has a lone surrogate");
        }
    }
}
