package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A device of a member that catches up again and again, by token, and by cursor where the limit cut. */
final class SyncingReader implements CatchUp.Sink {

    private final Talk talk;
    private final UserId user;
    private final Random random;
    private @Nullable String since;
    private boolean known;
    private boolean more;
    private MessageId cursor = MessageId.ZERO;
    private long lastSeq;

    SyncingReader(Talk talk, UserId user, long seed) {
        this.talk = talk;
        this.user = user;
        this.random = new Random(seed);
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Until nothing is cut off: then it has what was acked when it began. */
    void catchUp() {
        long acked = talk.ackedSeq();
        do {
            Map<ConversationId, MessageId> cursors = more ? Map.of(Talk.GROUP, cursor) : Map.of();
            more = false;
            talk.catchUp.run(new CatchUp.Request(user, since, cursors, 1 + random.nextInt(20)), this);
        } while (more);
        assertThat(lastSeq).as("what was acked before").isGreaterThanOrEqualTo(acked);
    }

    /** Some come twice. */
    @Override
    public void message(Message message) {
        talk.hasRead(message);
        assertThat(message.seq()).as("a hole").isLessThanOrEqualTo(lastSeq + 1);
        if (message.seq() > lastSeq) {
            lastSeq = message.seq();
            cursor = message.id();
        }
    }

    @Override
    public void synced(List<CatchUp.Standing> standings, String next, boolean reset) {
        assertThat(reset).isFalse();
        since = next;
        for (CatchUp.Standing standing : standings) {
            if (!known) {
                known = true;
                lastSeq = standing.lastSeq();
                cursor = standing.lastId();
            }
            more = standing.more();
        }
    }
}
