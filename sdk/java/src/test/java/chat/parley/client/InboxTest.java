package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final List<Long> given = new ArrayList<>();
    private final Inbox inbox =
            new Inbox(null, Map.of(), told -> given.add(told.message().seq()));

    /** The group's history is for all, so the server shows it once more to who comes back. */
    @Test
    void whoComesBackIsNotGivenAgainWhatHeHad() {
        List.of(1L, 2L, 3L).forEach(this::take);
        inbox.forget("c");
        List.of(2L, 3L, 4L, 5L).forEach(this::take);
        assertThat(given).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    /** Only where it was left is known, and no id: what comes first are copies, perhaps more than an answer holds. */
    @Test
    void whoComesBackAsksOnBehindTheCopies() {
        Inbox late = new Inbox("token", Map.of(), _ -> {});
        late.take(told(9));
        late.forget("c");
        late.take(told(12));
        assertThat(late.request().cursors()).containsEntry("c", null);
        List.of(1L, 2L, 3L).forEach(seq -> late.take(told(seq)));
        assertThat(late.request().cursors()).containsEntry("c", "0000000000003");
    }

    private void take(long seq) {
        inbox.take(told(seq));
    }

    private static ServerFrame.Told told(long seq) {
        Message message =
                new Message("c", String.format("%013d", seq), seq, "bob", "x", List.of(), Instant.EPOCH, null, null);
        return new ServerFrame.Told(message, true);
    }
}
