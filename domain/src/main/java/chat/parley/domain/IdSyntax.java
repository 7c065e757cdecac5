package chat.parley.domain;

/** The one rule for the ids that strangers make: 1 to 64 characters of {@code A-Z a-z 0-9 _ . -}. */
final class IdSyntax {

    /** Longest id, in characters (and bytes: all are ASCII). */
    static final int LENGTH_MAX = 64;

    private IdSyntax() {}

    static boolean isId(String value) {
        return matches(value, false);
    }

    /** The client's idempotency keys may hold a colon besides. */
    static boolean isKey(String value) {
        return matches(value, true);
    }

    static void requireId(String what, String value) {
        if (!isId(value)) {
            throw new IllegalArgumentException(what + " is not 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    static void requireKey(String what, String value) {
        if (!isKey(value)) {
            throw new IllegalArgumentException(what + " is not 1 to 64 of A-Z a-z 0-9 _ . - :");
        }
    }

    private static boolean matches(String value, boolean colon) {
        int length = value.length();
        if (length == 0 || length > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            boolean ok = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '.'
                    || c == '-'
                    || (colon && c == ':');
            if (!ok) {
                return false;
            }
        }
        return true;
    }
}
