package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.embedded.Verifier.Counts;
import chat.parley.embedded.Verifier.Fault;
import chat.parley.embedded.Verifier.Report;
import java.util.ArrayList;
import java.util.List;

/** What a verification has found so far. */
final class Findings {

    private final List<Fault> faults = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long faultCount;

    void fault(String where, String what) {
        if (faults.size() < Verifier.FAULTS_MAX) {
            faults.add(new Fault(where, what));
        }
        faultCount++;
    }

    void fault(ConversationId conversation, String what) {
        fault("conversation " + conversation, what);
    }

    void remark(String text) {
        remarks.add(text);
    }

    Report report(Counts counts) {
        return new Report(counts, faults, faultCount, remarks);
    }
}
