package chat.parley.tools.advisories;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Holds what is shipped against the known advisories; {@code ./advisories} runs it. */
public final class Advisories {

    /** How it ends: that nothing is known to be wrong, and that nothing is known, are not the same. */
    static final int NONE = 0;

    static final int FOUND = 1;
    static final int USAGE = 2;
    static final int NO_DATA = 3;

    private Advisories() {}

    /** {@code BOM [DIRECTORY]}: without a directory of records the OSV database's service is asked. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length < 1 || args.length > 2) {
            err.println("usage: ./advisories [DIRECTORY]");
            return USAGE;
        }
        Source source = args.length == 2 ? new DumpDirectory(Path.of(args[1])) : new OsvApi(OsvApi.ADDRESS);
        return run(Path.of(args[0]), source, out, err);
    }

    static int run(Path bill, Source source, PrintStream out, PrintStream err) {
        try {
            List<Component> components = Component.of(bill);
            List<Advisory> found = source.of(components);
            found.forEach(out::println);
            out.println(components.size() + " libraries, " + found.size() + " advisories");
            return found.isEmpty() ? NONE : FOUND;
        } catch (IOException e) {
            err.println("Not checked, since the data cannot be had: " + e);
            return NO_DATA;
        }
    }
}
