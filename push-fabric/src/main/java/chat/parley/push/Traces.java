package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Directory;
import chat.parley.push.WakeUp.Kind;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Tells the way of a message to the devices of those who hear it: what happened, and what still waits. */
public final class Traces {

    /**
     * @param steps in the order in which they happened
     * @param waiting what is still owed for this message
     * @param plannedThrough up to when all that was told has been planned, Unix milliseconds: a later message has no steps
     *     yet, and nothing waits
     */
    public record Way(List<Trace> steps, List<Waiting> waiting, long plannedThrough) {}

    /**
     * A wake-up that is not sent yet.
     *
     * @param dueAt when it is sent, Unix milliseconds; one that is under way is sent again then
     * @param tries how often it was sent in vain
     * @param closedUntil until when nothing is sent to the platform because its provider failed, Unix milliseconds; a time
     *     that has passed when it may be
     */
    public record Waiting(
            UserId user, DeviceId device, Platform platform, long since, long dueAt, int tries, long closedUntil) {}

    private final TraceRecords records;
    private final WakeUps wakeUps;
    private final Directory directory;
    private final PushTargets targets;
    private final LongSupplier plannedThrough;
    private final ToLongFunction<Platform> closedUntil;

    public Traces(
            TraceRecords records,
            WakeUps wakeUps,
            Directory directory,
            PushTargets targets,
            Planner planner,
            PushGateway gateway) {
        this(records, wakeUps, directory, targets, planner::plannedThrough, gateway::closedUntil);
    }

    /** The same where nothing is planned and sent, as over the data of a server that is stopped. */
    public Traces(
            TraceRecords records,
            WakeUps wakeUps,
            Directory directory,
            PushTargets targets,
            LongSupplier plannedThrough,
            ToLongFunction<Platform> closedUntil) {
        this.records = records;
        this.wakeUps = wakeUps;
        this.directory = directory;
        this.targets = targets;
        this.plannedThrough = plannedThrough;
        this.closedUntil = closedUntil;
    }

    /** Any thread may ask; costs a look at the rows of each member who can be woken. */
    public Way of(ConversationId conversation, MessageId message) {
        List<Waiting> waiting = new ArrayList<>();
        Roster roster = directory.roster(conversation);
        if (roster != null) {
            for (UserId user : roster.members()) {
                if (!targets.of(user).isEmpty()) {
                    wakeUps.of(user, conversation).stream()
                            .filter(row -> isFor(row, message))
                            .forEach(row -> waiting.add(waiting(row)));
                }
            }
        }
        return new Way(records.of(conversation, message), waiting, plannedThrough.getAsLong());
    }

    private static boolean isFor(WakeUp row, MessageId message) {
        WakeUp.Pending pending = row.pending();
        return pending != null
                && pending.kind() == Kind.SHOW
                && pending.message().equals(message);
    }

    private Waiting waiting(WakeUp row) {
        WakeUp.Pending pending = Objects.requireNonNull(row.pending());
        return new Waiting(
                row.key().user(),
                row.key().device(),
                row.platform(),
                pending.since(),
                pending.dueAt(),
                pending.tries(),
                closedUntil.applyAsLong(row.platform()));
    }
}
