package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server cannot give is asked for ever more rarely, in virtual time. */
class CatchUpBackoffTest {

    /** As long as the jitter allows at most. */
    private static final int BASE_MILLIS = 1_000;

    private static final int CAP_MILLIS = 60_000;

    private final Place place = new Place();

    private record Timer(long atMillis, int number, Runnable task) {}

    private static final class Place implements CatchUp.Client {
        private final PriorityQueue<Timer> timers =
                new PriorityQueue<>(Comparator.comparingLong(Timer::atMillis).thenComparingInt(Timer::number));
        private final Inbox inbox = new Inbox(null, Map.of(), _ -> {});
        private final CatchUp catchUp = new CatchUp(inbox, this);
        private final List<Long> asked = new ArrayList<>();
        private final List<String> fills = new ArrayList<>();
        private List<String> filling = List.of();
        private String sync = "";
        private long nowMillis;
        private int timersMade;
        private boolean caughtUp;

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void say(String frame) {
            try {
                sync = Json.parse(frame).text("id");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            asked.add(nowMillis);
        }

        @Override
        public void later(Duration delay, Runnable task) {
            timers.add(new Timer(nowMillis + delay.toMillis(), ++timersMade, task));
        }

        @Override
        public boolean awaitsAcks() {
            return false;
        }

        @Override
        public void caughtUp(Map<String, Standing> standings) {
            caughtUp = true;
        }

        @Override
        public void fill(List<String> conversations) {
            filling = conversations;
            conversations.forEach(one -> fills.add(one + " at " + nowMillis));
        }

        @Override
        public Duration backoff(int before) {
            return Duration.ofMillis(Math.min(CAP_MILLIS, (long) BASE_MILLIS << before));
        }

        private void pass(long millis) {
            long end = nowMillis + millis;
            while (!timers.isEmpty() && timers.peek().atMillis() <= end) {
                Timer next = timers.remove();
                nowMillis = next.atMillis();
                next.task().run();
            }
            nowMillis = end;
        }

        private void unavailable(long retryAfterMillis) {
            ParleyException error =
                    new ParleyException(ErrorCode.UNAVAILABLE, "no", Duration.ofMillis(retryAfterMillis), null);
            assertThat(catchUp.failed(sync, error)).isTrue();
        }

        private void synced(boolean partial, Map<String, ServerFrame.Listed> listed) {
            catchUp.synced(new ServerFrame.Synced(listed, partial, partial ? null : "token", false, sync));
        }

        private void message(String conversation, long seq) {
            catchUp.took(inbox.take(told(conversation, seq)));
        }
    }

    private static ServerFrame.Told told(String conversation, long seq) {
        return new ServerFrame.Told(
                new Message(
                        conversation, ScriptedSocket.id(seq), seq, "bob", "x", List.of(), Instant.EPOCH, null, null),
                true);
    }

    private static ServerFrame.Listed listed(long lastSeq, boolean more) {
        return new ServerFrame.Listed(new Standing(ScriptedSocket.id(lastSeq), lastSeq, null, 0), more);
    }

    @BeforeEach
    void twoConversationsAreKnown() {
        place.catchUp.start();
        place.synced(false, Map.of("a", listed(1, false), "b", listed(1, false)));
        assertThat(place.caughtUp).isTrue();
        place.asked.clear();
    }

    @Test
    void aSyncThatIsUnavailableIsAskedForEverMoreRarely() {
        place.catchUp.start();
        for (int i = 0; i < 9; i++) {
            place.unavailable(100);
            place.pass(100 + place.backoff(i).toMillis());
        }
        assertThat(place.asked)
                .containsExactly(0L, 1_100L, 3_200L, 7_300L, 15_400L, 31_500L, 63_600L, 123_700L, 183_800L, 243_900L);
    }

    @Test
    void nothingAsksMeanwhile() {
        place.catchUp.start();
        place.unavailable(0);
        place.catchUp.start();
        place.message("a", 3);
        place.message("b", 3);
        place.pass(BASE_MILLIS - 1);
        assertThat(place.asked).hasSize(1);
        place.pass(1);
        assertThat(place.asked).hasSize(2);
    }

    @Test
    void whenItWentWellTheNextFailureIsTheFirst() {
        place.catchUp.start();
        place.unavailable(0);
        place.pass(BASE_MILLIS);
        place.unavailable(0);
        place.pass(2 * BASE_MILLIS);
        place.synced(false, Map.of());
        place.catchUp.start();
        place.unavailable(0);
        place.pass(BASE_MILLIS);
        assertThat(place.asked).containsExactly(0L, 1_000L, 3_000L, 3_000L, 4_000L);
    }

    @Test
    void aNewSocketAsksAtOnce() {
        place.catchUp.start();
        place.unavailable(30_000);
        place.catchUp.lost();
        place.catchUp.start();
        assertThat(place.asked).containsExactly(0L, 0L);
        place.synced(false, Map.of());
        place.pass(60_000);
        assertThat(place.asked).as("the former wait is over").hasSize(2);
    }

    /** What the limit cut comes as fast as the server allows, though something of it cannot be read. */
    @Test
    void anAnswerInPartThatGoesOnIsNoFailureInARow() {
        place.catchUp.start();
        for (int i = 1; i <= 3; i++) {
            place.synced(true, Map.of("a", listed(99, true)));
            place.unavailable(0);
            place.pass(BASE_MILLIS);
            assertThat(place.asked).hasSize(1 + i);
        }
        assertThat(place.inbox.request().since()).as("not moved").isEqualTo("token");
    }

    @Test
    void aHoleThatTheServerCannotFillIsAskedForEverMoreRarelyAndTheOthersAreNot() {
        place.message("a", 5);
        for (int i = 0; i < 4; i++) {
            place.pass(60_000);
            place.catchUp.filled(Map.of("a", Duration.ofMillis(100)));
        }
        assertThat(place.fills).hasSize(4);
        place.fills.clear();
        long began = place.nowMillis;
        place.message("b", 3);
        place.pass(300);
        assertThat(place.fills).containsExactly("b at " + (began + 300));
        place.inbox.page(Objects.requireNonNull(place.inbox.hole("b")), List.of(told("b", 2)));
        place.catchUp.filled(Map.of());
        place.pass(100 + 8_000 - 300);
        assertThat(place.fills).hasSize(1);
        place.pass(300);
        assertThat(place.fills).endsWith("a at " + (began + 8_400));
        assertThat(place.asked).isEmpty();
    }

    @Test
    void aHoleIsFilledFromTheHistoryWhileTheSyncIsUnavailable() {
        place.catchUp.start();
        place.unavailable(30_000);
        place.message("a", 3);
        place.pass(300);
        assertThat(place.filling).containsExactly("a");
        assertThat(place.asked).hasSize(1);
    }
}
