package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.tools.bench.SyncClient.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncClientTest {

    private static final String ONE =
            "{\"type\":\"message\",\"conversation_id\":\"c\",\"message_id\":\"0000000000001\","
                    + "\"seq\":1,\"from\":\"ann\",\"text\":\"" + "x".repeat(70_000) + "\",\"server_ts\":1}";
    private static final String TWO = ONE.replace("0000000000001", "0000000000002");

    @Test
    void readsPagesUntilNothingIsCutOff() throws IOException {
        Page cut = page(ONE, synced(true, "1"));
        Page last = page(TWO, synced(false, "2"));
        try (BareReplies replies = new BareReplies(List.of(cut, last));
                SyncClient client = SyncClient.open(replies.port(), null, "")) {
            List<Page> pages = client.catchUp("c");
            assertThat(pages).hasSize(2).allMatch(page -> page.messages() == 1 && page.conversations() == 1);
            assertThat(pages.getFirst().frames()).isEqualTo(cut.frames());
            assertThat(pages.getLast().token()).isEqualTo("2");
        }
    }

    @Test
    void anErrorIsNoAnswer() throws IOException {
        try (BareReplies replies = new BareReplies(List.of(page("{\"type\":\"error\",\"code\":\"unavailable\"}")));
                SyncClient client = SyncClient.open(replies.port(), null, "")) {
            assertThatThrownBy(() -> client.sync("")).hasMessageContaining("unavailable");
        }
    }

    private static String synced(boolean more, String since) {
        return "{\"type\":\"synced\",\"conversations\":{\"c\":{\"last_message_id\":\"0000000000002\",\"last_seq\":2,"
                + "\"read_message_id\":null,\"unread\":2,\"more\":" + more + "}},\"since\":\"" + since + "\"}";
    }

    private static Page page(String... frames) {
        return new Page(List.of(frames), 0, 0, null, false, null);
    }
}
