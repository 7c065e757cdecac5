package chat.parley.domain;

/** A person or a program that talks: the account's name, or {@code sub} of the token. */
public record UserId(String value) implements Comparable<UserId> {

    /** @throws IllegalArgumentException when {@link #isValid} says no */
    public UserId {
        IdSyntax.requireId("user_id", value);
    }

    public static boolean isValid(String value) {
        return IdSyntax.isId(value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
