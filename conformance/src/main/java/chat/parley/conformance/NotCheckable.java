package chat.parley.conformance;

import java.util.List;

/** Sentences of the contract that nobody can hold a server to by its wire, and why. */
final class NotCheckable {

    /** @param part of the sentence, which is in no other */
    record Sentence(String part, String reason) {}

    static final List<Sentence> SENTENCES = List.of(
            new Sentence("What the wake-ups by push hold, and when they come, is in", "leads to another document"),
            new Sentence("names, shapes, limits and codes.", "says what the document is"),
            new Sentence("so it changes only by adding.", "a rule for the document"),
            new Sentence("Everything not said here is the implementer's choice.", "frees, and binds nobody"),
            new Sentence(
                    "It may get one twice and drops the copy by", "a rule for clients; the fault proxy doubles frames"),
            new Sentence("a hole in `seq` tells it to fetch `after=`.", "a rule for clients"),
            new Sentence(
                    "A device that was away for 30 days misses nothing",
                    "takes thirty days; the simulation has months pass"),
            new Sentence("messages are kept for a year (configurable).", "takes a year"),
            new Sentence(
                    "**Push is a wake-up**, never the carrier.", "reaches devices through other people's services"),
            new Sentence(
                    "An `ack` may arrive after `message` frames of a higher `seq`.",
                    "allows, and asks nothing of a server"),
            new Sentence("Server to client:", "a heading"),
            new Sentence("within_ms}", "sent only when a server has lost something"),
            new Sentence("1001/1012 the server is going away", "the server would have to be stopped"),
            new Sentence("then exponential backoff with full jitter to 60 s)", "a rule for clients"),
            new Sentence("1013 too slow a reader or too busy a server", "how slow is too slow is the server's choice"),
            new Sentence("| `unavailable` |", "the server would have to be broken"),
            new Sentence("or RS256/ES256/EdDSA from a JWKS address", "needs a server that is configured so"));

    private NotCheckable() {}
}
