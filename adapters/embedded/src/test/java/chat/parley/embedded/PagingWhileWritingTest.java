package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Outcome;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While several people write into one group and others join it, whoever pages through it, in whichever direction and
 * with pages of whatever size, gets every message that he may see once, in its order, and never another for the same
 * seq; and reading until there is no more shows what was acked before the read began.
 */
class PagingWhileWritingTest {

    private static final List<UserId> WRITERS = List.of(user("ann"), user("bob"), user("cid"));
    private static final int MESSAGES_EACH = 150;
    private static final int UNANSWERED_MAX = 8;
    private static final int JOINERS = 3;

    private final List<Future<?>> tasks = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nothingIsSkippedOrRepeated(long seed, @TempDir Path directory) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool();
                Talk talk = new Talk(directory, threads)) {
            UserId ann = WRITERS.getFirst();
            talk.change(new Command.Create(
                    Talk.GROUP, ann, ConversationType.GROUP, "g", HistoryVisibility.JOINED, WRITERS.subList(1, 3)));
            Random random = new Random(seed);
            List<Future<?>> writers = new ArrayList<>();
            for (UserId writer : WRITERS) {
                long writerSeed = random.nextLong();
                writers.add(threads.submit(() -> write(talk, writer, new Random(writerSeed))));
                read(talk, writer, random, threads);
            }
            for (int i = 0; i < JOINERS; i++) {
                // Each after some more was said.
                UserId joiner = user("joiner-" + i);
                for (int said = 0; said < 20; said++) {
                    send(talk, ann, "between-" + i + "-" + said).get(30, TimeUnit.SECONDS);
                }
                talk.change(new Command.AddMembers(Talk.GROUP, ann, List.of(joiner)));
                read(talk, joiner, random, threads);
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            talk.writersAreDone();
            for (Future<?> reader : tasks) {
                reader.get(60, TimeUnit.SECONDS);
            }
            assertThat(talk.headSeq()).isEqualTo(1 + 3 * MESSAGES_EACH + JOINERS * 21);
        }
    }

    private static Void write(Talk talk, UserId writer, Random random) throws Exception {
        Queue<CompletableFuture<Outcome>> unanswered = new ArrayDeque<>();
        for (int i = 0; i < MESSAGES_EACH; i++) {
            unanswered.add(send(talk, writer, "k" + i));
            while (unanswered.size() > random.nextInt(UNANSWERED_MAX)) {
                assertThat(unanswered.remove().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Stored.class);
            }
        }
        for (CompletableFuture<Outcome> last : unanswered) {
            assertThat(last.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Stored.class);
        }
        return null;
    }

    private static CompletableFuture<Outcome> send(Talk talk, UserId writer, String key) {
        return talk.submit(
                new Command.Send(Talk.GROUP, writer, new ClientMsgId(key), Body.text(writer + " says " + key)));
    }

    /** Both ways, and by catch-up, until everything is said and once more. */
    private void read(Talk talk, UserId user, Random random, ExecutorService threads) {
        PagingReader pages = new PagingReader(talk, user, random.nextLong());
        SyncingReader device = new SyncingReader(talk, user, random.nextLong());
        tasks.add(threads.submit(untilAllIsSaid(talk, pages::forwards, pages::lastSeq)));
        tasks.add(threads.submit(untilAllIsSaid(talk, device::catchUp, device::lastSeq)));
        PagingReader back = new PagingReader(talk, user, random.nextLong());
        tasks.add(threads.submit(untilAllIsSaid(talk, back::backwards, talk::headSeq)));
    }

    private interface LastSeq {
        long get();
    }

    private static Callable<Void> untilAllIsSaid(Talk talk, Runnable round, LastSeq last) {
        return () -> {
            while (talk.isWriting()) {
                round.run();
            }
            round.run();
            assertThat(last.get()).isEqualTo(talk.headSeq());
            return null;
        };
    }
}
