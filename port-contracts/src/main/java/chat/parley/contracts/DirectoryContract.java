package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Position;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.Decided;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.PartitionWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Directory} shows of what its {@link PartitionWriter} has stored. */
public abstract class DirectoryContract {

    protected abstract Directory directory();

    protected abstract PartitionWriter writer();

    @Test
    void showsNothingOfWhatIsNotThere() {
        assertThat(directory().roster(conversation("nowhere"))).isNull();
        assertThat(directory().conversationsOf(user("nobody"))).isEmpty();
    }

    @Test
    void showsAConversationAsItWasMade() {
        Script script = new Script();
        Decided created = script.group("g", "ann", "bob");
        store(script);
        assertSame(roster("g"), Roster.created(requireNonNull(created.change())));
        assertThat(directory().conversationsOf(user("ann"))).containsExactly(conversation("g"));
        assertThat(directory().conversationsOf(user("bob"))).containsExactly(conversation("g"));
    }

    @Test
    void showsEveryChangeThatIsStored() {
        Script script = new Script();
        Roster expected =
                Roster.created(requireNonNull(script.group("g", "ann", "bob").change()));
        store(script);
        Position founded = script.position();
        for (int step = 0; step < 6; step++) {
            Decided decided = switch (step) {
                case 0 -> script.add("g", "ann", "cid", "dan");
                case 1 -> script.rename("g", "ann", "another title");
                case 2 -> script.remove("g", "ann", "cid");
                case 3 -> script.add("g", "ann", "cid");
                case 4 -> script.succession("g", "ann", "bob", founded);
                default -> script.remove("g", "bob", "dan");
            };
            expected = expected.with(requireNonNull(decided.change()));
            store(script);
            assertSame(roster("g"), expected);
        }
        assertThat(roster("g").member(user("bob"))).extracting(Tenure::role).isEqualTo(Role.OWNER);
        assertThat(directory().conversationsOf(user("ann"))).isEmpty();
        assertThat(directory().conversationsOf(user("cid"))).containsExactly(conversation("g"));
        assertThat(directory().conversationsOf(user("dan"))).isEmpty();
    }

    @Test
    void manyChangesOfOneBatchAreAllSeen() {
        Script script = new Script();
        Roster expected = Roster.created(requireNonNull(script.group("g", "ann").change()));
        for (int i = 0; i < 20; i++) {
            expected =
                    expected.with(requireNonNull(script.add("g", "ann", "u" + i).change()));
            expected = expected.with(
                    requireNonNull(script.remove("g", "ann", "u" + i / 2).change()));
        }
        store(script);
        assertSame(roster("g"), expected);
        for (int i = 0; i < 20; i++) {
            assertThat(directory().conversationsOf(user("u" + i)))
                    .hasSize(expected.member(user("u" + i)) == null ? 0 : 1);
        }
    }

    @Test
    void storingAChangeAgainChangesNothing() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        Batch first = store(script);
        script.remove("g", "ann", "bob");
        Batch second = store(script);
        script.add("g", "ann", "bob");
        store(script);
        Roster before = roster("g");
        writer().write(first, () -> {});
        writer().write(second, () -> {});
        assertSame(roster("g"), before);
        assertThat(directory().conversationsOf(user("bob"))).containsExactly(conversation("g"));
    }

    @Test
    void keepsManyConversationsOfOneUser() {
        Script script = new Script();
        List<String> ids = IntStream.range(0, 1_500).mapToObj(i -> "g" + i).toList();
        ids.forEach(id -> script.group(id, "ann", "ann-2"));
        store(script);
        assertThat(directory().conversationsOf(user("ann")))
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(Script::conversation).toList());
        assertThat(directory().conversationsOf(user("an"))).isEmpty();
    }

    private Roster roster(String id) {
        return requireNonNull(directory().roster(conversation(id)));
    }

    /** Rosters have no equality of their own. */
    private static void assertSame(Roster actual, Roster expected) {
        assertThat(actual.profile()).isEqualTo(expected.profile());
        assertThat(actual.version()).isEqualTo(expected.version());
        assertThat(actual.titles()).isEqualTo(expected.titles());
        assertThat(actual.tenures()).isEqualTo(expected.tenures());
        assertThat(actual.members()).isEqualTo(expected.members());
    }

    private Batch store(Script script) {
        Batch batch = script.batch();
        writer().write(batch, () -> {});
        return batch;
    }
}
