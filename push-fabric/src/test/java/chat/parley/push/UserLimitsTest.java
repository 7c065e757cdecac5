package chat.parley.push;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import org.junit.jupiter.api.Test;

/** How often a user is woken. */
class UserLimitsTest {

    private static final UserId BOB = new UserId("bob");

    private final UserLimits limits = new UserLimits(60, 3);

    @Test
    void grantsTheBurstAndThenTheRate() {
        long now = 1_000_000;
        for (int i = 0; i < 3; i++) {
            assertThat(limits.early(BOB, now)).isZero();
            limits.take(BOB, now);
        }
        assertThat(limits.early(BOB, now)).isEqualTo(1_000);
        assertThat(limits.early(BOB, now + 999)).isEqualTo(1);
        assertThat(limits.early(BOB, now + 1_000)).isZero();
        limits.take(BOB, now + 1_000);
        assertThat(limits.early(BOB, now + 1_000)).isEqualTo(1_000);
        assertThat(limits.early(new UserId("cid"), now)).isZero();
    }

    @Test
    void aClockThatIsPutBackLeavesNoDebt() {
        for (int i = 0; i < 3; i++) {
            limits.take(BOB, 1_000_000_000);
        }
        assertThat(limits.early(BOB, 1_000)).isLessThanOrEqualTo(3_000);
    }

    @Test
    void zeroIsNoLimit() {
        UserLimits none = new UserLimits(0, 0);
        for (int i = 0; i < 1_000; i++) {
            none.take(BOB, 1);
            assertThat(none.early(BOB, 1)).isZero();
        }
    }
}
