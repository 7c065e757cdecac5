package chat.parley.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the checks of the sections. */
public final class Checks {

    private final List<Check> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String section = "";

    /** A part of the contract. */
    public interface Section {

        /** As in the table of results. */
        String title();

        void describe(Checks checks);
    }

    Checks add(Section part) {
        section = part.title();
        part.describe(this);
        return this;
    }

    List<Check> all() {
        return List.copyOf(all);
    }

    /** @param quote the contract's words */
    public void check(String name, String quote, Check.Body body) {
        check(name, List.of(quote), body);
    }

    public void check(String name, List<String> quotes, Check.Body body) {
        add(name, quotes, Check.Length.SHORT, body);
    }

    /** A check that takes up to half a minute, because the contract speaks of such times. */
    public void longCheck(String name, String quote, Check.Body body) {
        add(name, List.of(quote), Check.Length.LONG, body);
    }

    /** A check that takes more than half a minute. */
    public void slowCheck(String name, String quote, Check.Body body) {
        add(name, List.of(quote), Check.Length.SLOW, body);
    }

    private void add(String name, List<String> quotes, Check.Length length, Check.Body body) {
        if (!names.add(name)) {
            throw new IllegalStateException("two checks are called " + name);
        }
        all.add(new Check(section, name, quotes, length, body));
    }
}
