package chat.parley.conformance;

import java.time.Duration;
import java.util.List;

/** What became of a check. */
record Result(Check check, Verdict verdict, Duration took) {

    sealed interface Verdict {}

    record Passed() implements Verdict {}

    /** @param transcript the last of what was sent and came */
    record Failed(String expected, String came, List<String> transcript) implements Verdict {}

    /** This run was not given what it needs. */
    record NotRun(String reason) implements Verdict {}

    boolean isFailure() {
        return verdict instanceof Failed;
    }
}
