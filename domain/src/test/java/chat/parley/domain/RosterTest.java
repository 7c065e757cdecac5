package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RosterTest {

    private static final ConversationId ID = new ConversationId("c");
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");
    private static final UserId CLEO = new UserId("cleo");
    private static final Profile PROFILE = new Profile(ID, ConversationType.GROUP, HistoryVisibility.ALL, ANNA, 5);

    /** Anna founds at 10, Ben is in from 20 to 30 and from 40 on. */
    private final Roster roster = Roster.created(founding(10))
            .with(change(20, "second", Map.of(BEN, Tenure.begun(p(20), Role.MEMBER, 20)), List.of()))
            .with(change(30, null, Map.of(), List.of(BEN)))
            .with(change(40, "third", Map.of(BEN, Tenure.begun(p(40), Role.MEMBER, 40)), List.of()));

    @Test
    void actsFromAfterHisJoiningUpToHisLeaving() {
        assertThat(actsAt(BEN, 20)).isFalse();
        assertThat(actsAt(BEN, 21)).isTrue();
        assertThat(actsAt(BEN, 30)).as("his own leaving is still his act").isTrue();
        assertThat(actsAt(BEN, 31)).isFalse();
        assertThat(actsAt(BEN, 40)).isFalse();
        assertThat(actsAt(BEN, 41)).isTrue();
        assertThat(actsAt(ANNA, 10)).isFalse();
        assertThat(actsAt(ANNA, 11)).isTrue();
        assertThat(actsAt(CLEO, 41)).isFalse();
    }

    @Test
    void allWhoActAreThoseOfWhomEachActs() {
        for (long offset = 5; offset < 50; offset++) {
            Map<UserId, Tenure> acting = roster.actingAt(p(offset));
            for (UserId user : List.of(ANNA, BEN, CLEO)) {
                assertThat(acting.get(user)).as("%s at %d", user, offset).isEqualTo(roster.actingAt(user, p(offset)));
            }
        }
    }

    @Test
    void hearsWhoIsInWithoutABreakSince() {
        assertThat(roster.hearersOf(p(10))).containsExactly(ANNA);
        assertThat(roster.hearersOf(p(25))).as("Ben was in, left and came back").containsExactly(ANNA);
        assertThat(roster.hearersOf(p(35))).containsExactly(ANNA);
        assertThat(roster.hearersOf(p(40))).as("his own joining").containsExactly(ANNA, BEN);
        assertThat(roster.hearersOf(p(99))).containsExactly(ANNA, BEN);
    }

    @Test
    void aChangeOfRoleIsNoBreak() {
        Tenure ben = Objects.requireNonNull(roster.member(BEN));
        Roster promoted = roster.with(change(50, null, Map.of(BEN, ben.withRole(Role.ADMIN, p(50))), List.of(BEN)));
        assertThat(promoted.hearersOf(p(45))).containsExactly(ANNA, BEN);
        assertThat(roleAt(promoted, BEN, 50)).isEqualTo(Role.MEMBER);
        assertThat(roleAt(promoted, BEN, 51)).isEqualTo(Role.ADMIN);
        assertThat(Objects.requireNonNull(promoted.member(BEN)).memberSince()).isEqualTo(p(40));
    }

    @Test
    void titlesHoldFromTheirPositionOn() {
        assertThat(roster.title()).isEqualTo("third");
        assertThat(roster.titleBefore(p(10))).isNull();
        assertThat(roster.titleBefore(p(20))).isEqualTo("first");
        assertThat(roster.titleBefore(p(21))).isEqualTo("second");
        assertThat(roster.titleBefore(p(40))).isEqualTo("second");
    }

    @Test
    void everyChangeMayComeAgainAtAnyLaterTime() {
        List<MembershipChange> changes = List.of(
                founding(10),
                change(20, "second", Map.of(BEN, Tenure.begun(p(20), Role.MEMBER, 20)), List.of()),
                change(30, null, Map.of(), List.of(BEN)),
                change(40, "third", Map.of(BEN, Tenure.begun(p(40), Role.MEMBER, 40)), List.of()));
        for (MembershipChange again : changes) {
            Roster same = roster.with(again);
            assertThat(same.tenures()).isEqualTo(roster.tenures());
            assertThat(same.titles()).isEqualTo(roster.titles());
            assertThat(same.version()).isEqualTo(roster.version());
        }
    }

    @Test
    void whatAStoreKeptIsTheSameRoster() {
        Roster read = Roster.of(PROFILE, roster.version(), roster.titles(), roster.tenures());
        assertThat(read.members()).isEqualTo(roster.members());
        assertThat(read.title()).isEqualTo(roster.title());
        assertThat(read.hearersOf(p(25))).isEqualTo(roster.hearersOf(p(25)));
    }

    @Test
    void knowsWhoEverWasIn() {
        Roster without = roster.with(change(60, null, Map.of(), List.of(BEN)));
        assertThat(without.members()).containsExactly(ANNA);
        assertThat(without.member(BEN)).isNull();
        assertThat(without.everMember(BEN)).isTrue();
        assertThat(without.everMember(CLEO)).isFalse();
        assertThat(without.everMemberBefore(BEN, p(20))).isFalse();
        assertThat(without.everMemberBefore(BEN, p(21))).isTrue();
    }

    @Test
    void nothingBeginsWithoutACreation() {
        assertThatThrownBy(() -> Roster.created(change(10, null, Map.of(), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private boolean actsAt(UserId user, long offset) {
        return roster.actingAt(user, p(offset)) != null;
    }

    private static Role roleAt(Roster roster, UserId user, long offset) {
        return Objects.requireNonNull(roster.actingAt(user, p(offset))).role();
    }

    private static MembershipChange founding(long offset) {
        return new MembershipChange(
                ID, p(offset), PROFILE, "first", Map.of(ANNA, Tenure.begun(p(offset), Role.OWNER, offset)), List.of());
    }

    private static MembershipChange change(
            long offset, @Nullable String title, Map<UserId, Tenure> opened, List<UserId> closed) {
        return new MembershipChange(ID, p(offset), null, title, opened, closed);
    }

    private static Position p(long offset) {
        return new Position(0, offset);
    }
}
