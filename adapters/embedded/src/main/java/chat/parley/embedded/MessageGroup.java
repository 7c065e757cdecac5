package chat.parley.embedded;

import chat.parley.domain.Body;
import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import org.jspecify.annotations.Nullable;

/** The messages that one entry became, told one after the other; each such group asks for one index row. */
final class MessageGroup {

    private final int oldestBucket;
    private final IndexSums expected;
    private @Nullable Message first;
    private int size;

    /** @param oldestBucket of the index; older rows are gone, but for creations */
    MessageGroup(int oldestBucket, IndexSums expected) {
        this.oldestBucket = oldestBucket;
        this.expected = expected;
    }

    void message(Message message) {
        if (first != null && first.position().equals(message.position())) {
            size++;
            return;
        }
        end();
        first = message;
        size = 1;
    }

    void end() {
        Message one = first;
        if (one != null) {
            IndexRow row = indexRow(one, size);
            if (IndexRows.bucket(row.key(), row.logTime()) >= oldestBucket
                    || row.key() instanceof EntryKey.OfCreation) {
                expected.add(row);
            }
        }
        first = null;
    }

    /** In one process log times never fall, so the time of the entry is that of its message. */
    static IndexRow indexRow(Message first, int messages) {
        return new IndexRow(
                keyOf(first),
                first.position(),
                messages,
                first.id(),
                first.seq(),
                first.serverTs(),
                first.serverTs(),
                first.messageCount(),
                first.content() instanceof Body body ? BodyHash.of(body) : BodyHash.NONE);
    }

    private static EntryKey keyOf(Message message) {
        ClientMsgId clientMsgId = message.clientMsgId();
        if (clientMsgId != null) {
            return new EntryKey.OfSend(message.conversation(), message.from(), clientMsgId);
        }
        return message.content() instanceof Event.Created
                ? new EntryKey.OfCreation(message.conversation())
                : new EntryKey.OfPosition(message.conversation(), message.position());
    }
}
