package chat.parley.pipeline;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Log.Logged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A sequencer over stores in maps, and the entries that it is given: what most tests begin with. */
final class Desk {

    static final UserId ANNA = new UserId("anna");
    static final UserId BEN = new UserId("ben");
    static final UserId CLEO = new UserId("cleo");
    static final ConversationId GROUP = ConversationId.group(ANNA, new ClientMsgId("g"));
    static final ConversationId DIRECT = ConversationId.direct(ANNA, BEN);
    static final long TIME = 1_700_000_000_000L;
    static final int PARTITION = 3;

    final MapStore store = new MapStore();
    final ListLog<DeliveryEvent> deliveryLog = new ListLog<>();
    final Map<Long, Outcome> answers = new LinkedHashMap<>();
    /** Whether entries of a conversation that cannot be read are. */
    boolean passedOver;

    private Sequencer sequencer = sequencer();
    private long offset;

    private Sequencer sequencer() {
        return new Sequencer(
                PARTITION,
                store,
                store,
                new StepwiseWriter(store, store, deliveryLog),
                (to, outcome) -> answers.put(to.request(), outcome),
                (conversation, failure) -> passedOver);
    }

    /** Another owner, that knows only what is stored. */
    void restart() {
        sequencer = sequencer();
    }

    /** The command at the next position of the log; its request has the number of the offset. */
    Logged<Entry> entry(Command command, long logTimeMillis) {
        offset++;
        Position p = new Position(0, offset);
        return new Logged<>(p, logTimeMillis, new Entry(command, new ReplyTo(1, offset, 0), Entry.RULES));
    }

    /** All in one batch. */
    List<Logged<Entry>> process(Command... commands) {
        List<Logged<Entry>> entries = new ArrayList<>();
        Arrays.stream(commands).forEach(command -> entries.add(entry(command, TIME)));
        process(entries);
        return entries;
    }

    void process(List<Logged<Entry>> entries) {
        sequencer.process(entries);
    }

    /** Processes one, and gives its answer. */
    Outcome outcome(Command command) {
        return outcome(entry(command, TIME));
    }

    Outcome outcome(Logged<Entry> entry) {
        sequencer.process(List.of(entry));
        return answer(entry);
    }

    Outcome answer(Logged<Entry> entry) {
        return Objects.requireNonNull(answers.get(entry.entry().replyTo().request()), "an answer");
    }

    List<Message> messages(ConversationId conversation) {
        return List.copyOf(store.of(conversation).values());
    }

    Head head(ConversationId conversation) {
        return Objects.requireNonNull(store.heads.get(conversation));
    }

    static Command.Create group(UserId... members) {
        return group(HistoryVisibility.ALL, members);
    }

    static Command.Create group(HistoryVisibility history, UserId... members) {
        return new Command.Create(GROUP, ANNA, ConversationType.GROUP, "title", history, List.of(members));
    }

    static Command.Create direct(UserId creator, UserId other) {
        return new Command.Create(
                DIRECT, creator, ConversationType.DIRECT, null, HistoryVisibility.ALL, List.of(other));
    }

    static Command.Send send(UserId sender, String key) {
        return send(sender, key, "text of " + key);
    }

    static Command.Send send(UserId sender, String key, String text) {
        return new Command.Send(GROUP, sender, new ClientMsgId(key), Body.text(text));
    }

    static Command.AddMembers add(UserId actor, UserId... members) {
        return new Command.AddMembers(GROUP, actor, List.of(members));
    }

    static Command.RemoveMember remove(UserId actor, UserId member) {
        return new Command.RemoveMember(GROUP, actor, member);
    }
}
