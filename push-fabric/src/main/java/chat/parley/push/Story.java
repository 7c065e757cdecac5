package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import java.util.List;

/**
 * All that is known of the way of one message, and nothing of what it says. For those who run the server: it shows who has
 * muted whom, and who has which devices.
 *
 * @param storedAt Unix milliseconds
 * @param hearers the members of that moment, but for the sender
 */
public record Story(
        ConversationId conversation,
        MessageId message,
        long seq,
        UserId from,
        long storedAt,
        List<Hearer> hearers,
        Traces.Way way) {

    /** How far a member has come, by his receipts. */
    public record Hearer(UserId user, boolean delivered, boolean read) {}

    public Story {
        hearers = List.copyOf(hearers);
    }
}
