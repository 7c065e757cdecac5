package chat.parley.conformance;

import chat.parley.conformance.client.Stage;
import java.util.List;

/**
 * One thing that the contract says, and how to find out.
 *
 * @param section title of the part of the contract
 * @param name unique, such as {@code sync.reset-when-since-is-unknown}
 * @param quotes the contract's own words, each within one sentence or row
 */
public record Check(String section, String name, List<String> quotes, Length length, Body body) {

    /** How long a check waits for the server's own clock. */
    public enum Length {
        /** Not at all; a minute is given up. */
        SHORT,
        /** Up to half a minute, beside the others. */
        LONG,
        /** More: only when asked for. */
        SLOW
    }

    /** Returns when the server did as the contract says; else throws, best of all a {@code Mismatch}. */
    @FunctionalInterface
    public interface Body {
        void run(Stage stage) throws Exception;
    }
}
