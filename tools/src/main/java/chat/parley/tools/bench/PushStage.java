package chat.parley.tools.bench;

import chat.parley.accounts.Device;
import chat.parley.domain.Body;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.Unreadable;
import chat.parley.pipeline.port.Delivery;
import chat.parley.providers.Providers;
import chat.parley.push.Composer;
import chat.parley.push.LastLook;
import chat.parley.push.Planner;
import chat.parley.push.Planning;
import chat.parley.push.Preferences;
import chat.parley.push.PushCounters;
import chat.parley.push.PushGateway;
import chat.parley.push.PushIntake;
import chat.parley.push.PushRules;
import chat.parley.push.port.Homes;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushProvider;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.WakeUps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The push fabric over a store, as a server wires it, and groups whose members are all away: each member has one device,
 * Apple's, but the one who speaks.
 */
final class PushStage implements AutoCloseable {

    /** How many notifications are under way at once. */
    static final int UNDER_WAY_MAX = PushRules.DEFAULT.underWayMax();

    /** A server's, but for how often one user, and one conversation, wakes a device: here few stand for many. */
    private static final PushRules RULES =
            new PushRules(Duration.ofDays(7), Duration.ZERO, Preferences.Preview.FULL, UNDER_WAY_MAX, 10_000_000, 0, 0);

    private static final UserId SPEAKER = new UserId("speaker");
    private static final DeviceId PHONE = new DeviceId("phone");

    private static final int PARCELS_AT_ONCE = 64;

    private final Clock clock = Clock.systemUTC();

    /** What goes on the log is as old as the planner wants it, so that no round begins with waiting. */
    private final Clock ripe = Clock.offset(clock, Planner.GRACE.negated());

    private final EmbeddedStore store;
    private final Groups groups;
    private final Conversations all;
    private final List<ConversationId> conversations = new ArrayList<>();
    private final List<UserId> members = new ArrayList<>();
    private final Delivery delivery;
    private final PushProvider provider;
    final Planner planner;
    final PushGateway gateway;

    PushStage(EmbeddedStore store, ApnsStub apple) {
        this.store = store;
        groups = new Groups(store, clock);
        PushCounters counters = new PushCounters();
        PushLog log = store.pushLog(ripe);
        PushTargets targets = store.pushTargets();
        WakeUps wakeUps = store.wakeUps();
        Homes nobody = _ -> Set.of();
        all = new Conversations(store, store, store);
        delivery = new PushIntake(log, targets, counters, clock).around(_ -> {});
        planner = new Planner(
                log,
                new Planning(
                        store,
                        store,
                        store,
                        nobody,
                        targets,
                        store.preferences(),
                        wakeUps,
                        store.traces(),
                        Set.of(Platform.APNS),
                        RULES,
                        counters,
                        clock),
                counters,
                clock);
        provider = Providers.of(apple.settings(), null, clock).getFirst();
        gateway = new PushGateway(
                List.of(provider),
                wakeUps,
                store.traces(),
                targets,
                new LastLook(all, store, store, nobody, targets, store.preferences(), RULES),
                new Composer(all, _ -> "Name", store.preferences(), RULES, Unreadable.WAITS),
                RULES,
                counters,
                new Random(1),
                clock);
    }

    /** So many people with a device each, and so many groups of all of them. */
    void populate(int people, int groupCount) {
        List<UserId> everyone = new ArrayList<>(List.of(SPEAKER));
        for (int i = 0; i < people; i++) {
            UserId user = new UserId("u" + i);
            members.add(user);
            store.devices().put(new Device(user, PHONE, Platform.APNS, "%064x".formatted(i), clock.millis(), null), 10);
        }
        everyone.addAll(members);
        for (int i = 0; i < groupCount; i++) {
            ConversationId id = new ConversationId("g" + i);
            groups.create(id, everyone);
            conversations.add(id);
        }
    }

    /** One message in each group goes by, to nobody who is connected. */
    void speak() {
        List<Parcel> parcels = new ArrayList<>();
        for (ConversationId id : conversations) {
            Message message = groups.say(id, SPEAKER, Body.text("Hello hello hello"));
            parcels.add(new Parcel.NewMessage(message, members, new ReplyTo(0, 0, 0)));
        }
        for (int i = 0; i < parcels.size(); i += PARCELS_AT_ONCE) {
            delivery.deliver(parcels.subList(i, Math.min(parcels.size(), i + PARCELS_AT_ONCE)));
        }
    }

    /** Somebody is in so many groups, each with a message that he has not read. */
    UserId busy(int groupCount) {
        UserId busy = new UserId("busy");
        for (int i = 0; i < groupCount; i++) {
            ConversationId id = new ConversationId("b" + i);
            groups.create(id, List.of(SPEAKER, busy));
            groups.say(id, SPEAKER, Body.text("Hello hello hello"));
        }
        return busy;
    }

    /** His unread messages in all conversations, as each notification has them. */
    long badge(UserId user) {
        return all.unread(user, Unreadable.WAITS);
    }

    long owed() {
        return store.wakeUps().owed(Platform.APNS);
    }

    @Override
    public void close() {
        provider.close();
    }
}
