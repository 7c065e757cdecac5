package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Limits;
import chat.parley.domain.Message;
import chat.parley.domain.Platform;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.PushEvent.Read;
import chat.parley.push.PushEvent.Told;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import chat.parley.push.port.Homes;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom messages wake. What is asked for each member is known in memory; everything else is looked up once for a
 * conversation, and only for members who have a device that can be woken: a message to a thousand who have none costs
 * a thousand looks at a map.
 */
public final class Planning {

    /** Of the ways that messages to large conversations went, so many steps are kept for one batch. */
    private static final int STEPS_MAX = 20_000;

    private static final int ROWS_AT_ONCE = 1_000;

    private final Directory directory;
    private final MessageStore messages;
    private final Cursors cursors;
    private final Homes homes;
    private final PushTargets targets;
    private final PreferenceRecords preferences;
    private final WakeUps wakeUps;
    private final TraceRecords traces;
    private final Set<Platform> platforms;
    private final PushRules rules;
    private final PushCounters counters;
    private final Clock clock;

    /**
     * @param cursors as they are at this moment, with those that are not stored yet
     * @param platforms that there is a provider for
     */
    public Planning(
            Directory directory,
            MessageStore messages,
            Cursors cursors,
            Homes homes,
            PushTargets targets,
            PreferenceRecords preferences,
            WakeUps wakeUps,
            TraceRecords traces,
            Set<Platform> platforms,
            PushRules rules,
            PushCounters counters,
            Clock clock) {
        this.directory = directory;
        this.messages = messages;
        this.cursors = cursors;
        this.homes = homes;
        this.targets = targets;
        this.preferences = preferences;
        this.wakeUps = wakeUps;
        this.traces = traces;
        this.platforms = Set.copyOf(platforms);
        this.rules = rules;
        this.counters = counters;
        this.clock = clock;
    }

    int membersOf(ConversationId conversation) {
        Roster roster = directory.roster(conversation);
        return roster == null ? 0 : roster.members().size();
    }

    Batch begin() {
        return new Batch();
    }

    /** What some events of the log come to together. */
    final class Batch {

        private final Instant now = clock.instant();
        private final Map<WakeUp.Key, Wish> wishes = new LinkedHashMap<>();
        private final List<Trace> steps = new ArrayList<>();
        private final Map<UserId, List<PushTarget>> devices = new HashMap<>();
        private final Map<UserId, Set<DeviceId>> connected = new HashMap<>();
        private final Map<UserId, Preferences> wanted = new HashMap<>();
        private final Map<Platform, Boolean> full = new EnumMap<>(Platform.class);

        /** Messages of one conversation, in their order. */
        void told(ConversationId conversation, List<Told> told) {
            Roster roster = directory.roster(conversation);
            if (roster == null) {
                return;
            }
            boolean few = roster.members().size() <= Limits.MEMBERS_TOLD_MAX;
            List<UserId> wakeable = roster.members().stream()
                    .filter(user -> !devicesOf(user).isEmpty())
                    .toList();
            if (wakeable.isEmpty() && !few) {
                return;
            }
            Map<UserId, Long> read = readSeqs(conversation, wakeable);
            Map<UserId, Preferences.OfConversation> levels = preferences.of(conversation, wakeable);
            for (Told one : told) {
                Predicate<UserId> hears = hearersOf(roster, one);
                if (few) {
                    one.live().forEach(home -> say(one, home.user(), home.device(), new Step.Live()));
                    roster.members().stream()
                            .filter(hears)
                            .filter(user -> devicesOf(user).isEmpty()
                                    && connectedOf(user).isEmpty())
                            .forEach(user -> say(one, user, null, new Step.Suppressed(Reason.NO_TOKEN)));
                }
                TextOf text = new TextOf(one);
                for (UserId user : wakeable) {
                    if (hears.test(user)) {
                        plan(
                                one,
                                user,
                                read.getOrDefault(user, 0L),
                                levels.getOrDefault(user, Preferences.OfConversation.DEFAULT),
                                text,
                                few);
                    }
                }
            }
        }

        private void plan(
                Told told, UserId user, long readSeq, Preferences.OfConversation level, TextOf text, boolean few) {
            Reason reason = null;
            for (PushTarget device : devicesOf(user)) {
                if (connectedOf(user).contains(device.device())) {
                    if (few && !told.live().contains(new Home(user, device.device()))) {
                        say(told, user, device.device(), new Step.Suppressed(Reason.CONNECTED));
                    }
                    continue;
                }
                if (reason == null) {
                    reason = readSeq >= told.seq() ? Reason.READ : against(user, level, text);
                }
                Reason ofDevice = reason != null ? reason : against(device);
                if (ofDevice == null) {
                    wishOf(told.conversation(), device).owe(told);
                } else {
                    Step step = new Step.Suppressed(ofDevice);
                    counters.count(step);
                    if (few || ofDevice == Reason.LIMIT) {
                        steps.add(trace(told, user, device.device(), step));
                    }
                }
            }
        }

        private @Nullable Reason against(UserId user, Preferences.OfConversation level, TextOf text) {
            Preferences ofUser = wanted.computeIfAbsent(user, preferences::of);
            boolean mentioned = Consent.asksForMentions(level, now) && text.names(user);
            return Consent.against(ofUser, level, mentioned, now);
        }

        private @Nullable Reason against(PushTarget device) {
            if (!platforms.contains(device.platform())) {
                return Reason.NO_PROVIDER;
            }
            return full.computeIfAbsent(device.platform(), platform -> wakeUps.owed(platform) >= rules.owedMax())
                    ? Reason.LIMIT
                    : null;
        }

        /** A user has read: what waits for that is not sent, and what is shown is to go. */
        void read(Read read) {
            if (devicesOf(read.user()).isEmpty()) {
                return;
            }
            for (WakeUp row : wakeUps.of(read.user(), read.conversation())) {
                wishes.computeIfAbsent(row.key(), key -> new Wish(key, row.platform()))
                        .read(read.upTo(), read.seq());
            }
        }

        /** Changes the rows, and says what became of the messages. */
        void write() {
            List<Wish> open = new ArrayList<>(wishes.values());
            while (!open.isEmpty()) {
                List<Wish> lost = new ArrayList<>();
                for (int from = 0; from < open.size(); from += ROWS_AT_ONCE) {
                    lost.addAll(settle(open.subList(from, Math.min(from + ROWS_AT_ONCE, open.size()))));
                }
                open = lost;
            }
            if (steps.size() > STEPS_MAX) {
                counters.failed(Fault.NOT_TRACED, steps.size() - STEPS_MAX);
                traces.record(steps.subList(0, STEPS_MAX));
            } else if (!steps.isEmpty()) {
                traces.record(steps);
            }
        }

        /** @return those whose rows another has changed meanwhile */
        private List<Wish> settle(Collection<Wish> some) {
            Map<WakeUp.Key, WakeUp> rows =
                    wakeUps.find(some.stream().map(wish -> wish.key).toList());
            Map<WakeUp.Key, Wish> changing = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            List<Trace> said = new ArrayList<>();
            for (Wish wish : some) {
                Settled settled = wish.on(rows.get(wish.key), now.toEpochMilli(), rules.interval());
                if (settled.change() != null) {
                    changes.add(settled.change());
                    changing.put(wish.key, wish);
                }
                said.addAll(settled.steps());
            }
            List<Wish> lost = new ArrayList<>();
            Set<WakeUp.Key> notMade = new HashSet<>();
            if (!changes.isEmpty()) {
                for (Change change : wakeUps.write(changes)) {
                    notMade.add(change.key());
                    lost.add(Objects.requireNonNull(changing.get(change.key())));
                }
            }
            for (Trace step : said) {
                DeviceId device = Objects.requireNonNull(step.device());
                if (!notMade.contains(new WakeUp.Key(step.user(), device, step.conversation()))) {
                    counters.count(step.step());
                    steps.add(step);
                }
            }
            return lost;
        }

        private Wish wishOf(ConversationId conversation, PushTarget device) {
            return wishes.computeIfAbsent(
                    new WakeUp.Key(device.user(), device.device(), conversation),
                    key -> new Wish(key, device.platform()));
        }

        private List<PushTarget> devicesOf(UserId user) {
            return devices.computeIfAbsent(user, targets::of);
        }

        private Set<DeviceId> connectedOf(UserId user) {
            return connected.computeIfAbsent(user, homes::connected);
        }

        private void say(Told told, UserId user, @Nullable DeviceId device, Step step) {
            counters.count(step);
            steps.add(trace(told, user, device, step));
        }

        private Trace trace(Told told, UserId user, @Nullable DeviceId device, Step step) {
            return new Trace(told.conversation(), told.message(), now.toEpochMilli(), user, device, step);
        }
    }

    /** Of the members: all but the sender, mostly. */
    private static Predicate<UserId> hearersOf(Roster roster, Told told) {
        if (told.position().compareTo(roster.version()) >= 0) {
            return user -> !user.equals(told.from());
        }
        Set<UserId> hearers = new HashSet<>(roster.hearersOf(told.position()));
        return user -> !user.equals(told.from()) && hearers.contains(user);
    }

    private Map<UserId, Long> readSeqs(ConversationId conversation, List<UserId> users) {
        Map<UserId, Long> read = new HashMap<>();
        if (!users.isEmpty()) {
            for (Cursor cursor : cursors.of(conversation, users)) {
                if (cursor.kind() == ReceiptKind.READ) {
                    read.put(cursor.user(), cursor.seq());
                }
            }
        }
        return read;
    }

    /** A message's text, read when the first asks for it. */
    private final class TextOf {

        private final Told told;
        private @Nullable Message message;
        private boolean looked;

        TextOf(Told told) {
            this.told = told;
        }

        boolean names(UserId user) {
            if (!looked) {
                looked = true;
                message = Stored.find(messages, told.conversation(), told.message());
            }
            return message != null && Mentions.names(message.content(), user);
        }
    }
}
