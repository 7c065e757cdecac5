package chat.parley.contracts;

import static chat.parley.contracts.Script.conversation;
import static chat.parley.contracts.Script.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.MembershipChange;
import chat.parley.domain.Roster;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.DirectoryWrites;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link DirectoryWrites} does to the {@link Directory} that reads behind it. */
public abstract class DirectoryWritesContract {

    protected abstract DirectoryWrites writes();

    protected abstract Directory directory();

    @Test
    void aProjectedChangeIsSeenWhole() {
        Script script = new Script();
        writes().project(requireNonNull(script.group("g", "ann", "bob").change()));
        assertThat(roster("g").members()).containsExactly(user("ann"), user("bob"));
        assertThat(roster("g").version()).isEqualTo(script.position());
        assertThat(directory().conversationsOf(user("bob"))).containsExactly(conversation("g"));
    }

    /** As two owners do who project the same log at different paces: each change comes in order, and then some again. */
    @Test
    void changesThatComeAgainChangeNothing() {
        List<MembershipChange> changes = changes();
        Roster expected = Roster.created(changes.getFirst());
        for (MembershipChange change : changes) {
            expected = expected.with(change);
        }
        Random random = new Random(7);
        for (int next = 0; next < changes.size(); next++) {
            writes().project(changes.get(next));
            List<MembershipChange> again = new ArrayList<>(changes.subList(0, next + 1));
            Collections.shuffle(again, random);
            again.subList(0, random.nextInt(again.size() + 1)).forEach(writes()::project);
        }
        assertThat(roster("g").version()).isEqualTo(expected.version());
        assertThat(roster("g").titles()).isEqualTo(expected.titles());
        assertThat(roster("g").tenures()).isEqualTo(expected.tenures());
        assertThat(directory().conversationsOf(user("ann"))).isEmpty();
        assertThat(directory().conversationsOf(user("cid"))).containsExactly(conversation("g"));
    }

    private static List<MembershipChange> changes() {
        Script script = new Script();
        List<MembershipChange> changes = new ArrayList<>();
        changes.add(requireNonNull(script.group("g", "ann", "bob").change()));
        var founded = script.position();
        changes.add(requireNonNull(script.add("g", "ann", "cid").change()));
        changes.add(requireNonNull(script.rename("g", "ann", "one").change()));
        changes.add(requireNonNull(script.remove("g", "ann", "cid").change()));
        changes.add(requireNonNull(script.add("g", "ann", "cid").change()));
        changes.add(requireNonNull(script.succession("g", "ann", "bob", founded).change()));
        changes.add(requireNonNull(script.rename("g", "bob", "two").change()));
        return changes;
    }

    private Roster roster(String id) {
        return requireNonNull(directory().roster(conversation(id)));
    }
}
