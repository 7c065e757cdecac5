package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.PartitionOwner;
import chat.parley.pipeline.Sequencer;
import chat.parley.pipeline.port.Log;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The pipeline of one process over an embedded store, at work on a thread of its own, with one group in it. */
final class Talk implements AutoCloseable {

    static final ConversationId GROUP = Script.conversation("g");

    private static final long INCARNATION = 5;
    private static final Duration WAIT = Duration.ofMillis(50);

    final MemberHistory history;
    final Conversations conversations;
    final CatchUp catchUp;
    private final EmbeddedStore store;
    private final Gateway gateway;
    private final Future<?> owner;
    private final AtomicLong ackedSeq = new AtomicLong();
    private final Map<Long, Message> read = new ConcurrentHashMap<>();
    private volatile boolean writing = true;
    private volatile boolean closed;

    Talk(Path directory, ExecutorService threads) {
        Clock clock = Clock.systemUTC();
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
        conversations = new Conversations(store, store, store);
        history = new MemberHistory(conversations, new History(store));
        catchUp = new CatchUp(conversations, new History(store), store::logEnd, clock);
        Log<Entry> log = store.conversationLog(clock, 1_000);
        gateway = new Gateway(INCARNATION, log, store, clock);
        var step = new PartitionOwner(log, new Sequencer(0, store, store, store, gateway));
        owner = threads.submit(() -> {
            while (!closed) {
                step.step(WAIT);
            }
            return null;
        });
    }

    /** What becomes of a command. A message that is acked counts as such before anybody hears of it here. */
    CompletableFuture<Outcome> submit(Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        gateway.submit(command, 1, outcome -> {
            if (outcome instanceof Outcome.Stored stored) {
                ackedSeq.accumulateAndGet(stored.seq(), Math::max);
            }
            answer.complete(outcome);
        });
        return answer;
    }

    void change(Command command) throws Exception {
        assertThat(submit(command).get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Changed.class);
    }

    /** Everything up to this seq is acked; a read that begins afterwards has to show it. */
    long ackedSeq() {
        return ackedSeq.get();
    }

    long headSeq() {
        return Objects.requireNonNull(store.head(GROUP)).seq();
    }

    long firstVisibleSeq(UserId user) {
        if (conversations.access(GROUP, user) instanceof Conversations.Access.Member member) {
            return member.tenure().firstVisibleSeq();
        }
        throw new AssertionError(user + " is no member");
    }

    /** Whoever reads a seq, whenever and by whatever way, reads the same. */
    void hasRead(Message message) {
        Message before = read.putIfAbsent(message.seq(), message);
        assertThat(before == null ? message : before).isEqualTo(message);
    }

    boolean isWriting() {
        return writing;
    }

    void writersAreDone() {
        writing = false;
    }

    @Override
    public void close() {
        writing = false;
        closed = true;
        try {
            owner.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            store.close();
        }
    }
}
