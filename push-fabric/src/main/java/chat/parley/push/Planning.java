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
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom messages wake. What is asked for each member is known in memory; everything else is looked up once for a
 * conversation, and only for members who have a device that can be woken: a message to a thousand who have none costs
 * a thousand looks at a map.
 */
public final class Planning {

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
        private final Wishes wishes = new Wishes(wakeUps, traces, counters, now, rules.interval());
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
                    wishes.of(new WakeUp.Key(user, device.device(), told.conversation()), device.platform())
                            .owe(told);
                } else {
                    Step step = new Step.Suppressed(ofDevice);
                    if (few || ofDevice == Reason.LIMIT) {
                        say(told, user, device.device(), step);
                    } else {
                        counters.count(step);
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
                wishes.of(row.key(), row.platform()).read(read.upTo(), read.seq());
            }
        }

        /** Changes the rows, and says what became of the messages. */
        void write() {
            wishes.write();
        }

        private List<PushTarget> devicesOf(UserId user) {
            return devices.computeIfAbsent(user, targets::of);
        }

        private Set<DeviceId> connectedOf(UserId user) {
            return connected.computeIfAbsent(user, homes::connected);
        }

        private void say(Told told, UserId user, @Nullable DeviceId device, Step step) {
            wishes.say(new Trace(told.conversation(), told.message(), now.toEpochMilli(), user, device, step));
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
