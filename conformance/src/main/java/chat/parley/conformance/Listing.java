package chat.parley.conformance;

import java.io.PrintWriter;
import java.util.List;

/** The checks in print, with the sentences that they quote. */
final class Listing {

    private Listing() {}

    static void print(List<Check> checks, PrintWriter out) {
        String section = "";
        for (Check check : checks) {
            if (!check.section().equals(section)) {
                section = check.section();
                out.println("\n" + section);
            }
            out.println("  " + check.name() + (check.length() == Check.Length.SLOW ? " (--slow)" : ""));
            check.quotes().forEach(quote -> out.println("      " + quote));
        }
        out.println("\nNot to be checked over the wire");
        NotCheckable.SENTENCES.forEach(each -> out.println("  " + each.part() + "\n      " + each.reason()));
        out.println("\n" + checks.size() + " checks");
        out.flush();
    }
}
