package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConversationIdTest {

    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");

    @Test
    void aPairHasOneConversationWhoeverBegins() {
        assertThat(ConversationId.direct(ANNA, BEN)).isEqualTo(ConversationId.direct(BEN, ANNA));
    }

    @Test
    void theRecipeNeverChanges() {
        // Stored and given out: another recipe would cut people off from what they said.
        assertThat(ConversationId.direct(ANNA, BEN)).hasToString("dqs8ja336fvxpm3pt7xe4jnxz9h");
        assertThat(ConversationId.group(ANNA, new ClientMsgId("k1"))).hasToString("gyeb28qw1ah3r948wjacsfp40sz");
    }

    @Test
    void differentPairsAndKeysHaveDifferentConversations() {
        Set<ConversationId> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            for (int k = 0; k < 100; k++) {
                ids.add(ConversationId.group(new UserId("u" + i), new ClientMsgId("k" + k)));
                if (i < k) {
                    ids.add(ConversationId.direct(new UserId("u" + i), new UserId("u" + k)));
                }
            }
        }
        assertThat(ids).hasSize(100 * 100 + 100 * 99 / 2);
    }

    @Test
    void wherePartsMeetIsNotLost() {
        assertThat(ConversationId.group(new UserId("ab"), new ClientMsgId("c")))
                .isNotEqualTo(ConversationId.group(new UserId("a"), new ClientMsgId("bc")));
        assertThat(ConversationId.direct(new UserId("ab"), new UserId("c")))
                .isNotEqualTo(ConversationId.direct(new UserId("a"), new UserId("bc")));
    }
}
