package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.MembershipChange;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.DirectoryWrites;
import chat.parley.pipeline.port.StoreUnavailable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory in one place, with transactions, that does not always answer. */
final class SimulatedDirectory implements Directory, DirectoryWrites {

    private final World world;
    private final Members members;

    SimulatedDirectory(World world, Members members) {
        this.world = world;
        this.members = members;
    }

    @Override
    public void project(MembershipChange change) {
        world.scheduler()
                .step("project", change.conversation().value(), change.at().offset());
        if (!world.chance().in(world.faults().write())) {
            members.apply(change);
            return;
        }
        switch (world.chance().below(3)) {
            case 0 -> members.apply(change);
            case 1 -> world.late().add(() -> members.apply(change));
            default -> world.trace().note(() -> "the change is lost");
        }
        throw new StoreUnavailable("the directory did not answer");
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        read("read roster", conversation.value());
        return members.roster(conversation);
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        read("read memberships", user.value());
        return members.memberships(user);
    }

    private void read(String what, String subject) {
        world.scheduler().step(what, subject, 0);
        if (world.chance().in(world.faults().read())) {
            throw new StoreUnavailable("the directory did not answer");
        }
    }
}
