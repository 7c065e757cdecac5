package chat.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kit and the contract are about the same. */
class CoverageTest {

    private static final List<Check> CHECKS = Contract.checks(new Contract.Without(false, false));

    @Test
    void everySentenceIsQuotedByCheckOrSaidToBeNotCheckable() throws IOException {
        List<String> quotes = CHECKS.stream()
                .flatMap(check -> check.quotes().stream())
                .map(ProtocolText::normal)
                .toList();
        List<String> left = ProtocolText.units().stream()
                .filter(unit -> quotes.stream().noneMatch(quote -> isAbout(quote, unit)))
                .filter(unit -> NotCheckable.SENTENCES.stream().noneMatch(each -> unit.contains(each.part())))
                .toList();
        assertThat(left).as("sentences of docs/protocol.md without a check").isEmpty();
    }

    /** A part of a few letters may stand in several sentences, and is a quote only of one that is no longer. */
    private static boolean isAbout(String quote, String unit) {
        return quote.contains(unit) || (quote.length() >= 10 && unit.contains(quote));
    }

    @Test
    void everyQuoteStandsInTheContract() throws IOException {
        String contract = String.join(" ", ProtocolText.units());
        List<String> foreign = CHECKS.stream()
                .flatMap(check -> check.quotes().stream())
                .filter(quote -> !contract.contains(ProtocolText.normal(quote)))
                .toList();
        assertThat(foreign).as("quotes that docs/protocol.md does not have").isEmpty();
        assertThat(contract)
                .contains(NotCheckable.SENTENCES.stream()
                        .map(NotCheckable.Sentence::part)
                        .toList());
    }
}
