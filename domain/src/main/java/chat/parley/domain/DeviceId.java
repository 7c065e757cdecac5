package chat.parley.domain;

/** One install of a client, named by itself for as long as it is installed. */
public record DeviceId(String value) implements Comparable<DeviceId> {

    /** @throws IllegalArgumentException when {@link #isValid} says no */
    public DeviceId {
        IdSyntax.requireId("device_id", value);
    }

    public static boolean isValid(String value) {
        return IdSyntax.isId(value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
