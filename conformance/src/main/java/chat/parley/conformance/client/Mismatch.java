package chat.parley.conformance.client;

/** The server did other than the contract says. */
public final class Mismatch extends RuntimeException {

    private final String expected;
    private final String came;

    public Mismatch(String expected, String came) {
        super("expected " + expected + ", but came " + came);
        this.expected = expected;
        this.came = came;
    }

    public String expected() {
        return expected;
    }

    public String came() {
        return came;
    }
}
