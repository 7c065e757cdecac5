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
            assertThat(limits.take(BOB, now)).isZero();
        }
        assertThat(limits.take(BOB, now)).isEqualTo(1_000);
        assertThat(limits.take(BOB, now + 999)).isEqualTo(1);
        assertThat(limits.take(BOB, now + 1_000)).isZero();
        assertThat(limits.take(BOB, now + 1_000)).isEqualTo(1_000);
        assertThat(limits.take(new UserId("cid"), now)).isZero();
    }

    @Test
    void aClockThatIsPutBackLeavesNoDebt() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.take(BOB, 1_000_000_000)).isZero();
        }
        assertThat(limits.take(BOB, 1_000)).isLessThanOrEqualTo(3_000);
    }

    @Test
    void zeroIsNoLimit() {
        UserLimits none = new UserLimits(0, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(none.take(BOB, 1)).isZero();
        }
    }
}
