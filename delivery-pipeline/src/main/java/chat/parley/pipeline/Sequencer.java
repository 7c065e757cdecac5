package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.Results;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides the entries of one partition in the order of its log, and has them stored.
 *
 * <p>A pure function of the log and of the store: two sequencers that work on the same entry, at whatever pause and in
 * whatever interleaving, decide the same and write the same rows. So nothing here asks a clock, and what is carried
 * along in memory ({@link RunningConversation}) is only what the store would say. A crash anywhere is repaired by
 * reading the log again from the last committed position.
 */
public final class Sequencer {

    /** Conversations carried along; beyond, those that rest longest are read anew when they come again. */
    static final int CONVERSATIONS_MAX = 20_000;

    /** Damage does not mend by itself. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final int partition;
    private final MessageStore messages;
    private final Directory directory;
    private final PartitionWriter writer;
    private final Results results;
    private final Unreadable unreadable;
    private final LinkedHashMap<ConversationId, RunningConversation> running = new LinkedHashMap<>(64, 0.75f, true);

    /** Of a log whose entries are never skipped. */
    public Sequencer(
            int partition, MessageStore messages, Directory directory, PartitionWriter writer, Results results) {
        this(partition, messages, directory, writer, results, Unreadable.WAITS);
    }

    /** @param unreadable asked when a conversation cannot be read */
    public Sequencer(
            int partition,
            MessageStore messages,
            Directory directory,
            PartitionWriter writer,
            Results results,
            Unreadable unreadable) {
        this.partition = partition;
        this.messages = messages;
        this.directory = directory;
        this.writer = writer;
        this.results = results;
        this.unreadable = unreadable;
    }

    /**
     * Decides and stores some entries, in their order, and answers each once it is stored. None is left out from one call
     * to the next: what is carried along would not know of it. Some may come again.
     *
     * @throws chat.parley.pipeline.port.StoreUnavailable when something is not known to be stored: the entries are to
     *     be processed again, and what was carried along is forgotten
     * @throws InvariantBroken when the store holds what this log cannot have written
     */
    public void process(List<Logged<Entry>> entries) {
        try {
            List<Answer> answers = new ArrayList<>(entries.size());
            Collected collected = new Collected();
            for (Logged<Entry> entry : entries) {
                answers.add(decideOrPassOver(entry, collected));
            }
            if (collected.decided.isEmpty()) {
                send(answers);
            } else {
                writer.write(collected.batch(entries.getLast().position()), () -> send(answers));
            }
            collected.touched.forEach(RunningConversation::stored);
            trim();
        } catch (RuntimeException e) {
            running.clear();
            throw e;
        }
    }

    /** Whoever reads a conversation reads it before anything changes: one that cannot be read leaves no trace. */
    private Answer decideOrPassOver(Logged<Entry> entry, Collected collected) {
        try {
            return decide(entry, collected);
        } catch (StoreUnavailable e) {
            if (!unreadable.isPassedOver(entry.entry().command().conversation(), e)) {
                throw e;
            }
            return new Answer(entry.entry().replyTo(), new Outcome.Unavailable(RETRY_AFTER, "it cannot be read"));
        }
    }

    private Answer decide(Logged<Entry> entry, Collected collected) {
        ConversationId id = entry.entry().command().conversation();
        RunningConversation conversation = running.get(id);
        if (conversation == null) {
            conversation = RunningConversation.read(id, partition, messages, directory);
            running.put(id, conversation);
        }
        collected.touched.add(conversation);
        RunningConversation.Decision decision = conversation.decide(entry);
        decision.decided().ifPresent(collected.decided::add);
        if (decision.decided().isPresent()) {
            collected.heads.put(id, conversation.head());
            conversation
                    .senderCursor(entry.entry().command(), decision.decided().get())
                    .ifPresent(cursor -> collected.cursors.put(List.of(cursor.conversation(), cursor.user()), cursor));
        }
        return new Answer(entry.entry().replyTo(), decision.outcome());
    }

    private void send(List<Answer> answers) {
        for (Answer answer : answers) {
            results.answer(answer.to(), answer.outcome());
        }
    }

    private void trim() {
        var eldest = running.keySet().iterator();
        while (running.size() > CONVERSATIONS_MAX) {
            eldest.next();
            eldest.remove();
        }
    }

    private record Answer(ReplyTo to, Outcome outcome) {}

    /** What one batch comes to. */
    private static final class Collected {
        private final Set<RunningConversation> touched = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Decided> decided = new ArrayList<>();
        private final Map<ConversationId, Head> heads = new LinkedHashMap<>();
        private final Map<List<Object>, Cursor> cursors = new LinkedHashMap<>();

        Batch batch(Position covered) {
            return new Batch(covered, decided, List.copyOf(heads.values()), List.copyOf(cursors.values()));
        }
    }
}
