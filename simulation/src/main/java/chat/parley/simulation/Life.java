package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Parcel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Hours of many users' life on one process, with months between them: groups change, devices are away for longer than a
 * token lasts, old messages are taken away, the process crashes. At its end every device holds what the log says.
 */
public final class Life {

    /** What is kept; shorter than in earnest, so that a life sees much of it go. */
    private static final Duration KEPT = Duration.ofDays(60);

    private static final int DEVICES_EACH = 3;
    private static final int CLIENTS = 4;

    /** Enough that there is always one which not everybody has left. */
    private static final int GROUPS_EACH = 50;

    private static final int LEAPS = 12;
    private static final int REST_MILLIS_MAX = 5_000;
    private static final double CRASH = 0.00002;

    /** @param days that passed in all, the leaps between the hours of life included */
    public record Report(
            long seed,
            double hours,
            long days,
            long messages,
            int users,
            int devices,
            long syncs,
            long resets,
            long expired,
            long steps,
            @Nullable Invariant broken,
            @Nullable String story) {}

    private final long seed;
    private final long activeMillis;
    private final World world;
    private final Wishes wishes;
    private final List<Client> clients = new ArrayList<>();
    private final List<LifeDevice> devices = new ArrayList<>();
    private final Map<UserId, List<LifeDevice>> devicesOf = new HashMap<>();
    private final Havoc havoc;
    private final AtomicStore store;
    private final long begunMillis;
    private long leaptMillis;
    private int leaps;
    private boolean healed;
    private boolean ending;

    private Life(long seed, Duration active) {
        this.seed = seed;
        this.activeMillis = active.toMillis();
        this.world = new World(Shape.EMBEDDED, seed, false, null);
        this.store = Objects.requireNonNull(world.atomic());
        this.begunMillis = world.clock().millis();
        this.wishes = new Wishes(world.chance(), GROUPS_EACH);
        List<Actor> processes = new ArrayList<>();
        List<Actor> owners = List.of(world.scheduler().spawn("owner", new Owner(world)));
        processes.add(world.scheduler().spawn("worker", new Worker(world, this::deliver)));
        processes.addAll(owners);
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(world, wishes, Integer.MAX_VALUE, REST_MILLIS_MAX);
            clients.add(client);
            world.scheduler().spawn("client-" + i, client);
        }
        Map<UserId, Map<ConversationId, Long>> reads = new HashMap<>();
        for (UserId user : wishes.users()) {
            for (int i = 0; i < DEVICES_EACH; i++) {
                LifeDevice device = new LifeDevice(world, user, () -> ending, reads);
                devices.add(device);
                devicesOf.computeIfAbsent(user, _ -> new ArrayList<>()).add(device);
                world.scheduler().spawn(user + "-" + i, device);
            }
        }
        world.scheduler().spawn("retention", this::expire);
        this.havoc = new Havoc(world, processes, owners, processes);
    }

    /** @param active how long people talk; the months in between come on top */
    public static Report run(long seed, Duration active) {
        return new Life(seed, active).run();
    }

    private void deliver(Parcel parcel) {
        switch (parcel) {
            case Parcel.NewMessage message -> devices.forEach(device -> device.live(message.message(), message.to()));
            case Parcel.Missed _ -> devices.forEach(LifeDevice::look);
            case Parcel.ReceiptGiven _, Parcel.ConversationChanged _, Parcel.ConversationLeft _ -> {
                // A device reads conversations when it connects.
            }
        }
    }

    private void expire() {
        while (true) {
            world.scheduler().await("rest", () -> false, Duration.ofHours(1).toMillis());
            store.expireBefore(MessageId.firstAt(world.clock().millis() - KEPT.toMillis()));
        }
    }

    private Report run() {
        try {
            world.scheduler().run(this::between);
            world.checks().atEnd();
            return report(null, null);
        } catch (Violation e) {
            return report(e.invariant(), e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
    }

    private void between() {
        long active = world.clock().millis() - begunMillis - leaptMillis;
        boolean over = active >= activeMillis;
        if (!over && world.chance().in(CRASH * (world.faults().on() ? 1 : 0))) {
            havoc.crashProcess(store);
        }
        if (!over
                && active >= activeMillis * (leaps + 1) / (LEAPS + 1)
                && world.conversationLog().isDone()) {
            leaps++;
            long leap = Duration.ofDays(world.chance().between(1, 45)).toMillis();
            leaptMillis += leap;
            world.clock().advance(leap);
        }
        if (over && !healed) {
            healed = true;
            clients.forEach(Client::finish);
            havoc.heal();
        }
        boolean quiet = healed
                && clients.stream().allMatch(Client::isDone)
                && world.lateAppends().isEmpty()
                && world.conversationLog().isDone()
                && world.deliveryLog().isDone();
        if (healed && !world.lateAppends().isEmpty()) {
            world.lateAppends().arrive();
        }
        ending = ending || quiet;
        if (ending && devices.stream().allMatch(LifeDevice::isDone)) {
            checkDevices();
            world.scheduler().end();
        }
    }

    private void checkDevices() {
        Members members = world.members();
        devicesOf.forEach((user, own) -> {
            Map<ConversationId, ConversationView> views = store.quietly(() -> {
                Map<ConversationId, ConversationView> all = new HashMap<>();
                new Conversations(store, store, store)
                        .of(user)
                        .forEach(view -> all.put(view.roster().profile().id(), view));
                return all;
            });
            if (!views.keySet().equals(members.memberships(user).keySet())) {
                throw new Violation(Invariant.CATCH_UP_IS_COMPLETE, user + " is listed " + views.keySet());
            }
            own.forEach(device -> device.mustKnowAll(views));
        });
    }

    private Report report(@Nullable Invariant broken, @Nullable String story) {
        long messages = 0;
        long expired = 0;
        for (ReferenceConversation conversation : world.reference().conversations()) {
            messages += conversation.messages().size();
            expired += store.expiredSeq(conversation.id());
        }
        long passed = world.clock().millis() - begunMillis;
        return new Report(
                seed,
                (passed - leaptMillis) / 3_600_000.0,
                Duration.ofMillis(passed).toDays(),
                messages,
                wishes.users().size(),
                devices.size(),
                devices.stream().mapToLong(LifeDevice::syncs).sum(),
                devices.stream().mapToLong(LifeDevice::resets).sum(),
                expired,
                world.trace().steps(),
                broken,
                story);
    }

    /** One long life: {@code ./build life [SEED [MINUTES]]}. */
    public static void main(String[] arguments) {
        long first = arguments.length > 0 ? Long.parseLong(arguments[0]) : new Random().nextInt(1_000_000);
        long minutes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 8 * 60;
        Report report = run(first, Duration.ofMinutes(minutes));
        System.out.println(report);
        if (report.broken() != null) {
            System.out.println("BROKEN " + report.broken().promise() + "; again with ./build life " + first);
            System.exit(1);
        }
    }
}
