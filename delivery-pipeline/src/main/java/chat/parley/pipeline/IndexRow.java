package chat.parley.pipeline;

import chat.parley.domain.BodyHash;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;

/**
 * The first entry of a key, with all that its message has but the body. An entry may become no message (the creation of
 * a direct conversation) or two (an owner's leaving and the succession); the numbers are the first one's, and the others
 * follow without a gap.
 *
 * @param messages how many messages and events the entry became, 0 to 2
 * @param seq of the first of them; of the head when there is none
 * @param logTime of the entry, Unix milliseconds
 * @param messageCount messages (not events) up to and including the first of them
 * @param hash of the body, {@link BodyHash#NONE} when it has none
 */
public record IndexRow(
        EntryKey key,
        Position position,
        int messages,
        MessageId id,
        long seq,
        long serverTs,
        long logTime,
        long messageCount,
        BodyHash hash) {}
