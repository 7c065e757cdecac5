package chat.parley.embedded;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.SentKeys;
import org.jspecify.annotations.Nullable;

/** Looks up in which conversation a sender has used a key: a look into each bucket that is there, from the newest on. */
final class StoredKeys implements SentKeys {

    private final Engine engine;
    private final LogState state;

    StoredKeys(Engine engine, LogState state) {
        this.engine = engine;
        this.state = state;
    }

    @Override
    public @Nullable ConversationId conversationOf(UserId sender, ClientMsgId sent) {
        return engine.find(database -> {
            long logTime = state.covered().logTimeMillis();
            for (int bucket = Keys.bucket(logTime); bucket >= Keys.oldestBucket(logTime); bucket--) {
                byte[] key = Keys.sent(bucket, sender, sent);
                byte[] value = database.get(Family.INDEX, key);
                if (value != null) {
                    return StateRows.sent(key, value);
                }
            }
            return null;
        });
    }
}
