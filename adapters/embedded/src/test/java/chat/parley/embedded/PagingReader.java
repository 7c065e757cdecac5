package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import java.util.List;
import java.util.Random;

/** A member who pages through the group, and holds each page against the one before. */
final class PagingReader {

    private static final int LIMIT_MAX = 200;

    private final Talk talk;
    private final UserId user;
    private final Random random;
    private final long firstSeq;
    private MessageId cursor = MessageId.ZERO;
    private long lastSeq;

    PagingReader(Talk talk, UserId user, long seed) {
        this.talk = talk;
        this.user = user;
        this.random = new Random(seed);
        this.firstSeq = talk.firstVisibleSeq(user);
        this.lastSeq = firstSeq - 1;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Goes on from where it has come to, until there is no more: that is at least what was acked when it began. */
    void forwards() {
        long acked = talk.ackedSeq();
        while (true) {
            History.Page page = page(talk.history.after(Talk.GROUP, user, cursor, limit()));
            for (Message message : page.messages()) {
                assertThat(message.seq()).as("after %s", cursor).isEqualTo(lastSeq + 1);
                talk.hasRead(message);
                lastSeq = message.seq();
                cursor = message.id();
            }
            if (page.messages().isEmpty()) {
                assertThat(page.more()).as("an empty page is the last").isFalse();
                assertThat(lastSeq).as("what was acked before").isGreaterThanOrEqualTo(acked);
                return;
            }
        }
    }

    /** From the newest to the first that it may see, whatever comes meanwhile. */
    void backwards() {
        long acked = talk.ackedSeq();
        long next = -1;
        MessageId before = MessageId.MAX;
        boolean more = true;
        while (more) {
            History.Page page = page(talk.history.before(Talk.GROUP, user, before, limit()));
            assertThat(page.messages()).as("there is more before %s", before).isNotEmpty();
            for (Message message : page.messages()) {
                if (next < 0) {
                    assertThat(message.seq()).as("the newest").isGreaterThanOrEqualTo(acked);
                } else {
                    assertThat(message.seq()).as("before %s", before).isEqualTo(next);
                }
                talk.hasRead(message);
                next = message.seq() - 1;
                before = message.id();
            }
            more = page.more();
        }
        assertThat(next).as("the last page ends with the first visible").isEqualTo(firstSeq - 1);
        assertThat(page(talk.history.before(Talk.GROUP, user, before, limit())).messages())
                .isEmpty();
    }

    private History.Page page(MemberHistory.Result result) {
        return result instanceof MemberHistory.Result.Read(History.Page page, var _)
                ? page
                : new History.Page(List.of(), true);
    }

    /** Small ones have many borders, large ones see much of what moves. */
    private int limit() {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? LIMIT_MAX : 6);
    }
}
