package chat.parley.conformance.client;

/** The server answered an upgrade by something else. */
public final class UpgradeRefused extends RuntimeException {

    private final int status;

    /** @param head the answer's first lines */
    UpgradeRefused(String head) {
        super("the upgrade was answered " + head.lines().findFirst().orElse("by nothing"));
        status = head.matches("(?s)HTTP/1\\.1 [0-9]{3}.*") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    public int status() {
        return status;
    }
}
