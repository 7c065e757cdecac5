package chat.parley.conformance;

import chat.parley.conformance.checks.Handshake;
import chat.parley.conformance.checks.Ids;
import chat.parley.conformance.checks.Promises;
import java.util.List;

/** All checks, in the order of the contract. */
public final class Contract {

    private Contract() {}

    /** What a run may leave out because the server is known not to have it. */
    public record Without(boolean limits, boolean accounts) {}

    static List<Check> checks(Without without) {
        Checks checks = new Checks();
        checks.add(new Ids()).add(new Promises()).add(new Handshake());
        return checks.all();
    }
}
