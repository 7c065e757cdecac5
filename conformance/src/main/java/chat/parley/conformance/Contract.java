package chat.parley.conformance;

import chat.parley.conformance.checks.Accounts;
import chat.parley.conformance.checks.CloseCodes;
import chat.parley.conformance.checks.Devices;
import chat.parley.conformance.checks.Errors;
import chat.parley.conformance.checks.Events;
import chat.parley.conformance.checks.Handshake;
import chat.parley.conformance.checks.Ids;
import chat.parley.conformance.checks.Limits;
import chat.parley.conformance.checks.Notifications;
import chat.parley.conformance.checks.Presence;
import chat.parley.conformance.checks.Promises;
import chat.parley.conformance.checks.Rates;
import chat.parley.conformance.checks.Receipts;
import chat.parley.conformance.checks.RestConversations;
import chat.parley.conformance.checks.RestMembers;
import chat.parley.conformance.checks.RestMessages;
import chat.parley.conformance.checks.Sending;
import chat.parley.conformance.checks.Sync;
import chat.parley.conformance.checks.TokenRules;
import chat.parley.conformance.checks.Typing;
import chat.parley.conformance.checks.Unread;
import java.util.List;

/** All checks, in the order of the contract. */
public final class Contract {

    private Contract() {}

    /** What a run may leave out because the server is known not to have it. */
    public record Without(boolean limits, boolean accounts) {}

    static List<Check> checks(Without without) {
        Checks checks = new Checks();
        checks.add(new Ids())
                .add(new Promises())
                .add(new Handshake())
                .add(new Sending())
                .add(new Receipts())
                .add(new Typing())
                .add(new Presence())
                .add(new Sync())
                .add(new Events())
                .add(new Unread())
                .add(new CloseCodes());
        if (!without.accounts()) {
            checks.add(new Accounts());
        }
        checks.add(new RestConversations())
                .add(new RestMembers())
                .add(new RestMessages())
                .add(new Devices())
                .add(new Notifications())
                .add(new Errors())
                .add(new Limits());
        if (!without.limits()) {
            checks.add(new Rates());
        }
        return checks.add(new TokenRules()).all();
    }
}
