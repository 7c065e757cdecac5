package chat.parley.push;

import chat.parley.domain.Body;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.PushEvent.Home;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushTargets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to devices whose socket died without a word, as that of a phone that is suspended or out of reach. It counts as
 * connected until nothing was heard of it for too long, and what was told to it meanwhile woke nobody. So the last message
 * of each conversation of which its user has not read all goes on the push log once more, and is planned again: whoever has
 * been woken for it, has read it or is connected is not concerned. Whoever runs the {@link Planner} calls {@link #step}
 * before it.
 */
public final class Retelling {

    private static final System.Logger LOG = System.getLogger(Retelling.class.getName());

    /** For so long a socket may have been dead when that is found out, and some more. */
    static final Duration BLIND = Duration.ofSeconds(90);

    private static final int DEVICES_AT_ONCE = 64;

    /** Conversations of one user, the latest active first. */
    private static final int CONVERSATIONS_MAX = 50;

    /** So many events may have come behind the last message. */
    private static final int EVENTS_MAX = 20;

    private final Silences silences;
    private final PushLog log;
    private final PushTargets targets;
    private final Conversations conversations;
    private final MessageStore messages;
    private final PushCounters counters;
    private final Clock clock;

    public Retelling(
            Silences silences,
            PushLog log,
            PushTargets targets,
            Conversations conversations,
            MessageStore messages,
            PushCounters counters,
            Clock clock) {
        this.silences = silences;
        this.log = log;
        this.targets = targets;
        this.conversations = conversations;
        this.messages = messages;
        this.counters = counters;
        this.clock = clock;
    }

    /** @return how many messages are planned again */
    public int step() {
        int told = 0;
        for (Home home : silences.take(DEVICES_AT_ONCE)) {
            try {
                told += tellAgain(home);
            } catch (RuntimeException e) {
                counters.failed(Fault.FAILED_LOOK, 1);
                LOG.log(System.Logger.Level.DEBUG, "what a device may have missed cannot be read", e);
            }
        }
        return told;
    }

    private int tellAgain(Home home) {
        if (targets.of(home.user()).stream().noneMatch(target -> target.device().equals(home.device()))) {
            return 0;
        }
        long from = clock.millis() - BLIND.toMillis();
        List<PushEvent> events = new ArrayList<>();
        for (ConversationView view : conversations.latest(home.user(), null, CONVERSATIONS_MAX)) {
            if (view.unread() > 0 && view.head().serverTs() >= from) {
                Message last = lastToWakeFor(view.head(), home.user());
                if (last != null && last.serverTs() >= from) {
                    events.add(PushIntake.event(last, List.of(), 0));
                }
            }
        }
        if (!events.isEmpty() && !log.append(events)) {
            counters.failed(Fault.NOT_LOGGED, events.size());
        }
        return events.size();
    }

    private @Nullable Message lastToWakeFor(Head head, UserId user) {
        for (Message row : messages.rowsBefore(head.conversation(), head.id().next(), EVENTS_MAX)) {
            if (row.content() instanceof Body && !row.from().equals(user)) {
                return row;
            }
        }
        return null;
    }
}
