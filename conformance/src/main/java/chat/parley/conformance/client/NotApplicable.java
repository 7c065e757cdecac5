package chat.parley.conformance.client;

/** A check needs what this run was not given, such as the secret. */
public final class NotApplicable extends RuntimeException {

    public NotApplicable(String reason) {
        super(reason);
    }
}
