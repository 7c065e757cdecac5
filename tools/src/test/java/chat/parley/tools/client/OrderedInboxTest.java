package chat.parley.tools.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderedInboxTest {

    private final List<Long> passed = new ArrayList<>();
    private final OrderedInbox inbox = new OrderedInbox(message -> passed.add(message.seq()));
    private final FrameScan scan = new FrameScan();

    @BeforeEach
    void startsAtTwo() {
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking(null, Map.of()));
        synced("t1", 2, false);
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void copiesAndWhatWasBeforeAreDropped() {
        arrive(2);
        arrive(3);
        arrive(3);
        assertThat(passed).containsExactly(3L);
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void aHoleHoldsBackAndIsAskedFor() {
        arrive(3);
        assertThat(arrive(5)).isFalse();
        assertThat(passed).containsExactly(3L);
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking(null, Map.of("g", id(3))));
        assertThat(arrive(4)).isTrue();
        assertThat(passed).containsExactly(3L, 4L, 5L);
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void oneOwnAckFillsAHole() {
        arrive(4);
        assertThat(inbox.acked(new ServerFrame.Ack("k", "g", id(3), 3, 0, false)))
                .isTrue();
        assertThat(passed).containsExactly(4L);
    }

    @Test
    void anAckThatOvertakesTheMessagesBeforeItIsNoHole() {
        assertThat(inbox.acked(new ServerFrame.Ack("k", "g", id(5), 5, 0, false)))
                .isTrue();
        assertThat(inbox.lacking()).isNull();
        arrive(3);
        arrive(4);
        arrive(6);
        assertThat(passed).containsExactly(3L, 4L, 6L);
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void moreThanCanBeHeldIsReadAgain() {
        for (long seq = 4; seq < 300; seq++) {
            arrive(seq);
        }
        assertThat(passed).isEmpty();
        arrive(3);
        assertThat(passed).startsWith(3L, 4L).hasSizeLessThan(100);
        long last = passed.getLast();
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking(null, Map.of("g", id(last))));
        for (long seq = last + 1; seq < 300; seq++) {
            arrive(seq);
        }
        synced("t2", 299, false);
        assertThat(passed).hasSize(297).isSorted();
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void whatTheUserMayNotSeeIsPassedOver() {
        arrive(7);
        assertThat(inbox.lacking()).isNotNull();
        arrive(8);
        synced(null, 8, false);
        assertThat(passed).containsExactly(7L, 8L);
        assertThat(inbox.lacking()).isNull();
    }

    @Test
    void aCatchUpThatWasCutGoesOn() {
        inbox.reconnected();
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking("t1", Map.of()));
        arrive(3);
        synced("t2", 5, true);
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking(null, Map.of("g", id(3))));
    }

    @Test
    void afterAReconnectWhatCameLiveIsNotAskedForAgain() {
        arrive(3);
        inbox.reconnected();
        assertThat(inbox.lacking()).isEqualTo(new Inbox.Lacking("t1", Map.of("g", id(3))));
    }

    @Test
    void aHoleInWhatOneHasLeftIsForgotten() {
        arrive(9);
        assertThat(inbox.lacking()).isNotNull();
        inbox.synced(new ServerFrame.Synced(Map.of(), false, "t2", false, null));
        assertThat(inbox.lacking()).isNull();
    }

    private boolean arrive(long seq) {
        byte[] frame = ("{\"type\":\"message\",\"conversation_id\":\"g\",\"message_id\":\"" + id(seq) + "\",\"seq\":"
                        + seq + ",\"from\":\"ann\",\"text\":\"t\",\"server_ts\":1}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(scan.scan(frame, 0, frame.length)).isEqualTo(FrameScan.Kind.MESSAGE);
        return inbox.take(scan);
    }

    private void synced(@Nullable String since, long lastSeq, boolean more) {
        ServerFrame.Standing standing = new ServerFrame.Standing(id(lastSeq), lastSeq, null, 0, more);
        inbox.synced(new ServerFrame.Synced(Map.of("g", standing), false, since, false, null));
    }

    private static String id(long seq) {
        return String.format("%013d", seq);
    }
}
