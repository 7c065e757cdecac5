package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;
import static chat.parley.pipeline.Desk.CLEO;
import static chat.parley.pipeline.Desk.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Limits;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulingTest {

    private static final Position NOW = new Position(0, 100);
    private static final UserId DORA = new UserId("dora");
    private static final UserId ELSE = new UserId("else");

    /** Anna owns, Ben administers, Cleo and Dora are members (Cleo longer), Else is nobody. */
    private final Roster group = roster(
            ConversationType.GROUP,
            Map.of(
                    ANNA, Tenure.begun(p(1), Role.OWNER, 1),
                    BEN, Tenure.begun(p(9), Role.ADMIN, 9),
                    CLEO, Tenure.begun(p(2), Role.MEMBER, 2),
                    DORA, Tenure.begun(p(3), Role.MEMBER, 3)));

    private final Roster direct = roster(
            ConversationType.DIRECT,
            Map.of(
                    ANNA, Tenure.begun(p(1), Role.MEMBER, 1),
                    BEN, Tenure.begun(p(1), Role.MEMBER, 1)));

    @ParameterizedTest
    @CsvSource({
        "anna, send, granted",
        "cleo, send, granted",
        "else, send, NOT_FOUND",
        "anna, add, granted",
        "ben, add, granted",
        "cleo, add, FORBIDDEN",
        "else, add, NOT_FOUND",
        "anna, rename, granted",
        "ben, rename, granted",
        "cleo, rename, FORBIDDEN",
        "else, rename, NOT_FOUND",
        "anna, remove dora, granted",
        "ben, remove dora, granted",
        "cleo, remove dora, FORBIDDEN",
        "anna, remove ben, granted",
        "ben, remove anna, FORBIDDEN",
        "ben, remove else, NOT_FOUND",
        "anna, remove anna, granted",
        "ben, remove ben, granted",
        "cleo, remove cleo, granted",
        "else, remove else, NOT_FOUND",
        "anna, promote cleo, granted",
        "ben, promote cleo, FORBIDDEN",
        "cleo, promote cleo, FORBIDDEN",
        "anna, promote else, NOT_FOUND",
        "anna, promote anna, FORBIDDEN",
        "anna, promote ben, unchanged",
    })
    void rolesDecide(String actor, String wish, String expected) {
        assertThat(told(group, command(new UserId(actor), wish))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "anna, send, granted", "ben, send, granted", "else, send, NOT_FOUND",
        "anna, add, FORBIDDEN", "anna, rename, FORBIDDEN", "anna, remove ben, FORBIDDEN",
        "anna, remove anna, FORBIDDEN", "anna, promote ben, FORBIDDEN", "else, rename, NOT_FOUND",
    })
    void aDirectConversationIsAsItIs(String actor, String wish, String expected) {
        assertThat(told(direct, command(new UserId(actor), wish))).isEqualTo(expected);
    }

    @Test
    void whoIsInIsNotAddedAgain() {
        assertThat(told(group, new Command.AddMembers(GROUP, ANNA, List.of(BEN, CLEO))))
                .isEqualTo("unchanged");
        assertThat(granted(new Command.AddMembers(GROUP, ANNA, List.of(ELSE, CLEO, ELSE)))
                        .events())
                .containsExactly(new Event.MembersAdded(List.of(ELSE)));
    }

    @Test
    void aTitleThatItHasChangesNothing() {
        assertThat(told(group, new Command.Rename(GROUP, ANNA, "title"))).isEqualTo("unchanged");
        Ruling.Granted renamed = granted(new Command.Rename(GROUP, ANNA, "other"));
        assertThat(renamed.title()).isEqualTo("other");
        assertThat(renamed.events()).containsExactly(new Event.Renamed("other"));
    }

    @Test
    void aGroupHasAThousandMembersAtMost() {
        List<UserId> many = new ArrayList<>();
        for (int i = 4; i < Limits.MEMBERS_MAX; i++) {
            many.add(new UserId("u" + i));
        }
        assertThat(told(group, new Command.AddMembers(GROUP, ANNA, many))).isEqualTo("granted");
        many.add(ELSE);
        assertThat(told(group, new Command.AddMembers(GROUP, ANNA, many))).isEqualTo("TOO_LARGE");
    }

    @Test
    void anAdminFollowsTheOwnerThoughMembersHaveBeenThereLonger() {
        Ruling.Granted left = granted(new Command.RemoveMember(GROUP, ANNA, ANNA));
        assertThat(left.events()).containsExactly(new Event.MemberLeft(ANNA), new Event.RoleChanged(BEN, Role.OWNER));
        assertThat(left.departed()).containsExactly(ANNA);
        assertThat(left.opened().get(BEN))
                .isEqualTo(Tenure.begun(p(9), Role.ADMIN, 9).withRole(Role.OWNER, NOW));
    }

    @Test
    void withoutAdminsTheLongestMemberFollows() {
        Map<UserId, Tenure> tenures = new HashMap<>();
        tenures.put(ANNA, Tenure.begun(p(1), Role.OWNER, 1));
        // Demoted lately, and there before Dora all the same.
        tenures.put(CLEO, Tenure.begun(p(2), Role.ADMIN, 2).withRole(Role.MEMBER, p(50)));
        tenures.put(DORA, Tenure.begun(p(3), Role.MEMBER, 3));
        Ruling left =
                Ruling.of(new Command.RemoveMember(GROUP, ANNA, ANNA), roster(ConversationType.GROUP, tenures), NOW, 7);
        assertThat(((Ruling.Granted) left).events()).contains(new Event.RoleChanged(CLEO, Role.OWNER));
    }

    @Test
    void theLastOneLeavesNobodyBehind() {
        Roster alone = roster(ConversationType.GROUP, Map.of(ANNA, Tenure.begun(p(1), Role.OWNER, 1)));
        Ruling left = Ruling.of(new Command.RemoveMember(GROUP, ANNA, ANNA), alone, NOW, 7);
        assertThat(((Ruling.Granted) left).events()).containsExactly(new Event.MemberLeft(ANNA));
    }

    @Test
    void whoMakesAnotherTheOwnerAdministersFromThenOn() {
        Ruling.Granted set = granted(new Command.SetRole(GROUP, ANNA, CLEO, Role.OWNER));
        assertThat(set.opened().get(CLEO))
                .extracting(t -> t == null ? null : t.role())
                .isEqualTo(Role.OWNER);
        assertThat(set.opened().get(ANNA))
                .extracting(t -> t == null ? null : t.role())
                .isEqualTo(Role.ADMIN);
        assertThat(set.departed()).isEmpty();
        assertThat(set.events()).containsExactly(new Event.RoleChanged(CLEO, Role.OWNER));
    }

    @Test
    void theStateBeforeThePositionDecidesWhateverCameLater() {
        Position removal = new Position(0, 60);
        Roster later = group.with(
                new chat.parley.domain.MembershipChange(GROUP, removal, null, null, Map.of(), List.of(DORA)));
        assertThat(Ruling.of(command(DORA, "send"), later, p(59), 7)).isInstanceOf(Ruling.Granted.class);
        assertThat(Ruling.of(command(DORA, "remove dora"), later, removal, 7)).isInstanceOf(Ruling.Granted.class);
        assertThat(Ruling.of(command(DORA, "send"), later, p(61), 7))
                .isInstanceOfSatisfying(
                        Ruling.Denied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(Outcome.Refusal.FORBIDDEN));
    }

    private static Command command(UserId actor, String wish) {
        String[] words = wish.split(" ", -1);
        return switch (words[0]) {
            case "send" -> new Command.Send(GROUP, actor, new ClientMsgId("k"), Body.text("x"));
            case "add" -> new Command.AddMembers(GROUP, actor, List.of(new UserId("new")));
            case "rename" -> new Command.Rename(GROUP, actor, "new title");
            case "remove" -> new Command.RemoveMember(GROUP, actor, new UserId(words[1]));
            case "promote" -> new Command.SetRole(GROUP, actor, new UserId(words[1]), Role.ADMIN);
            default -> throw new IllegalArgumentException(wish);
        };
    }

    private static String told(Roster roster, Command command) {
        return switch (Ruling.of(command, roster, NOW, 7)) {
            case Ruling.Granted _ -> "granted";
            case Ruling.Unchanged _ -> "unchanged";
            case Ruling.Denied denied -> denied.reason().name();
        };
    }

    private Ruling.Granted granted(Command command) {
        return (Ruling.Granted) Ruling.of(command, group, NOW, 7);
    }

    private static Roster roster(ConversationType type, Map<UserId, Tenure> members) {
        Map<UserId, List<Tenure>> tenures = new HashMap<>();
        members.forEach((user, tenure) -> tenures.put(user, List.of(tenure)));
        Profile profile = new Profile(GROUP, type, HistoryVisibility.ALL, ANNA, 1);
        return Roster.of(profile, p(50), Map.of(p(1), "title"), tenures);
    }

    private static Position p(long offset) {
        return new Position(0, offset);
    }
}
