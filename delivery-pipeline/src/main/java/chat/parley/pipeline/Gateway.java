package chat.parley.pipeline;

import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Results;
import chat.parley.pipeline.port.SentKeys;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The edge's door to the pipeline: appends commands to the conversation log and matches the results to those who wait.
 * A command whose result does not come in time is answered as unavailable; it may have been stored all the same, and a
 * later try with the same key finds out.
 */
public final class Gateway implements Results {

    /** How long an edge waits for a result. The log gives up on an entry before that. */
    public static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** How long a key is kept from other conversations when its result does not come. */
    private static final Duration RESULT_MAX = Duration.ofMinutes(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Outcome KEY_USED_ELSEWHERE =
            new Outcome.Refused(Outcome.Refusal.CONFLICT, "client_msg_id was used in another conversation");

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final long incarnation;
    private final Log<Entry> log;
    private final SentKeys sentKeys;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<SenderKey, UnderWay> underWay = new ConcurrentHashMap<>();

    /** @param incarnation of this node */
    public Gateway(long incarnation, Log<Entry> log, SentKeys sentKeys, Clock clock) {
        this.incarnation = incarnation;
        this.log = log;
        this.sentKeys = sentKeys;
        this.clock = clock;
    }

    /**
     * Gives a command to the log. Commands of one caller on one thread stand in the log in the order in which they were
     * given. Never waits.
     *
     * @param connection the socket it came by, 0 for none
     * @param answer told exactly once, on any thread, maybe before this returns; must not wait
     */
    public void submit(Command command, long connection, Consumer<Outcome> answer) {
        SenderKey key = command instanceof Command.Send send ? new SenderKey(send.actor(), send.clientMsgId()) : null;
        if (key != null && !enter(key, command.conversation())) {
            answer.accept(KEY_USED_ELSEWHERE);
            return;
        }
        long request = requests.incrementAndGet();
        Consumer<Outcome> told = LOG.isLoggable(System.Logger.Level.DEBUG)
                ? outcome -> {
                    log(command, request, connection, outcome);
                    answer.accept(outcome);
                }
                : answer;
        waiting.put(request, new Waiting(clock.millis() + WAIT_MAX.toMillis(), key, told));
        ReplyTo to = new ReplyTo(incarnation, request, connection);
        try {
            if (key != null && usedElsewhere(key, command.conversation())) {
                answer(to, KEY_USED_ELSEWHERE);
            } else if (!log.append(new Entry(command, to, Entry.RULES))) {
                answer(to, new Outcome.Unavailable(RETRY_AFTER, "too much is waiting to be stored"));
            }
        } catch (StoreUnavailable e) {
            answer(to, new Outcome.Unavailable(RETRY_AFTER, "the store did not answer"));
        }
    }

    /** With what the router says of the same message_id, the way of a message through the node. */
    private static void log(Command command, long request, long connection, Outcome outcome) {
        List<Map.Entry<String, Object>> fields = new ArrayList<>();
        fields.add(Map.entry("request", request));
        fields.add(Map.entry("connection", connection));
        fields.add(Map.entry("user_id", command.actor()));
        fields.add(Map.entry("conversation_id", command.conversation()));
        if (command instanceof Command.Send send) {
            fields.add(Map.entry("client_msg_id", send.clientMsgId()));
        }
        String text = switch (outcome) {
            case Outcome.Stored stored -> {
                fields.add(Map.entry("message_id", stored.id()));
                fields.add(Map.entry("seq", stored.seq()));
                yield stored.duplicate() ? "a copy is acked" : "a message is stored and acked";
            }
            case Outcome.Changed _ -> "a change is stored";
            case Outcome.Refused refused -> "refused: " + refused.message();
            case Outcome.Unavailable unavailable -> "unavailable: " + unavailable.message();
        };
        LOG.log(System.Logger.Level.DEBUG, text, fields.toArray());
    }

    /** @return false when the same key is under way to another conversation */
    private boolean enter(SenderKey key, ConversationId conversation) {
        return underWay.compute(
                        key,
                        (k, before) -> before == null
                                ? new UnderWay(conversation, 1)
                                : before.conversation.equals(conversation)
                                        ? new UnderWay(conversation, before.sends + 1)
                                        : before)
                .conversation
                .equals(conversation);
    }

    private boolean usedElsewhere(SenderKey key, ConversationId conversation) {
        ConversationId used = sentKeys.conversationOf(key.sender, key.key);
        return used != null && !used.equals(conversation);
    }

    private void leave(SenderKey key) {
        underWay.computeIfPresent(
                key, (k, now) -> now.sends == 1 ? null : new UnderWay(now.conversation, now.sends - 1));
    }

    @Override
    public void answer(ReplyTo to, Outcome outcome) {
        if (to.incarnation() == incarnation) {
            end(to.request(), outcome);
        }
    }

    /**
     * Answers those who have waited too long. Their keys stay under way until the log has dealt with them, or for {@link
     * #RESULT_MAX}: the same key must not go to another conversation meanwhile. To be called several times a second.
     */
    public void expire() {
        long now = clock.millis();
        waiting.forEach((request, one) -> {
            if (one.deadline <= now) {
                Outcome outcome = new Outcome.Unavailable(RETRY_AFTER, "it is not known yet whether it was stored");
                if (one.key == null || one.deadline + RESULT_MAX.toMillis() <= now) {
                    end(request, outcome);
                } else {
                    one.tell(outcome);
                }
            }
        });
    }

    /** How many commands are under way. */
    public int waitingCount() {
        return waiting.size();
    }

    private void end(long request, Outcome outcome) {
        Waiting one = waiting.remove(request);
        if (one != null) {
            if (one.key != null) {
                leave(one.key);
            }
            one.tell(outcome);
        }
    }

    /** A command under way, and who waits for its result. */
    private static final class Waiting {
        private final long deadline;
        private final @Nullable SenderKey key;
        private final AtomicReference<@Nullable Consumer<Outcome>> answer;

        Waiting(long deadline, @Nullable SenderKey key, Consumer<Outcome> answer) {
            this.deadline = deadline;
            this.key = key;
            this.answer = new AtomicReference<>(answer);
        }

        /** The first outcome counts. */
        void tell(Outcome outcome) {
            Consumer<Outcome> waits = answer.getAndSet(null);
            if (waits != null) {
                waits.accept(outcome);
            }
        }
    }

    private record SenderKey(UserId sender, ClientMsgId key) {}

    /** Sends of one key that wait for their results; all go to one conversation. */
    private record UnderWay(ConversationId conversation, int sends) {}
}
