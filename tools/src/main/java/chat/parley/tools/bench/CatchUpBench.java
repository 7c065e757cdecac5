package chat.parley.tools.bench;

import chat.parley.domain.UserId;
import chat.parley.tools.bench.SyncClient.Page;
import chat.parley.tools.client.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a device takes that was away. */
@Command(
        name = "catchup",
        description = "One device syncs: every message of a conversation, page after page; and a user of many"
                + " conversations, for the first time, with something new in a few, and with nothing new.",
        mixinStandardHelpOptions = true,
        footerHeading = "%n",
        footer = {
            "Times are medians, from the first question to the last byte of its answers, on a socket that is open. The baseline of the same run: the same bytes of the same answers, from a thread that only writes them to a socket."
        })
final class CatchUpBench implements Callable<Integer> {

    private static final String BARE = "the same bytes from a bare socket";
    private static final UserId READER = new UserId("catchup-reader");
    private static final UserId WRITER = new UserId("catchup-writer");
    private static final UserId BUSY = new UserId("catchup-busy");
    private static final int NEW = 10;
    private static final int WARM_UPS = 3;
    private static final int AT_A_TIME = 32;

    private final Tokens.Source tokens;

    @Mixin
    BenchRun run = new BenchRun();

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Messages of the conversation, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
    int messages;

    @Option(
            names = "--conversations",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Conversations of the other user, 10 to 100000 (default: ${DEFAULT-VALUE}).")
    int conversations;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "11",
            description = "How often each is measured, 1 to 1000; three more at first are not counted (default:"
                    + " ${DEFAULT-VALUE}).")
    int runs;

    /** @param tokens signs with the secret of the server that is started */
    CatchUpBench(Tokens.Source tokens) {
        this.tokens = tokens;
    }

    private interface Question {
        List<Page> ask(SyncClient client) throws IOException;
    }

    /** @param pages of the last answer */
    private record Measured(double millis, double bareMillis, List<Page> pages) {
        Figure figure(String name) {
            return Figure.of(name, millis, "ms").against(BARE, bareMillis);
        }

        int messages() {
            return pages.stream().mapToInt(Page::messages).sum();
        }

        int listed() {
            return pages.getLast().conversations();
        }
    }

    @Override
    public Integer call() throws IOException {
        run.check("--messages", messages, 1, 1_000_000);
        run.check("--conversations", conversations, NEW, 100_000);
        run.check("--runs", runs, 1, 1000);
        Progress progress = run.progress();
        try (ParleyTarget target = ParleyTarget.start(tokens, run.javaOptions())) {
            progress.step("Sending " + messages + " messages to one conversation …");
            String one = target.conversation(List.of(WRITER, READER));
            try (SyncClient writer = open(target, WRITER, "writer")) {
                writer.send(Collections.nCopies(messages, one), "m");
            }
            progress.step("Catching up …");
            Measured all = measure(target, READER, client -> client.catchUp(one));
            require(all.messages() >= messages, "only " + all.messages() + " messages came");

            progress.step("Making " + conversations + " conversations …");
            List<String> many = conversations(target);
            String since;
            Measured first;
            Measured some;
            Measured none;
            try (SyncClient writer = open(target, BUSY, "writer")) {
                writer.send(many, "first");
                progress.step("Syncing …");
                first = measure(target, BUSY, client -> List.of(client.sync("")));
                since = first.pages().getLast().token();
                writer.send(many.subList(0, NEW), "new");
            }
            some = measure(target, BUSY, client -> List.of(client.sync("\"since\":\"" + since + "\"")));
            String latest = some.pages().getLast().token();
            none = measure(target, BUSY, client -> List.of(client.sync("\"since\":\"" + latest + "\"")));
            require(first.listed() == conversations, "the first sync listed " + first.listed());
            require(some.messages() >= NEW, "only " + some.messages() + " new messages came");
            return run.finish(new Report("catchup")
                    .option("messages", messages)
                    .option("conversations", conversations)
                    .option("runs", runs)
                    .add(all.figure("every message of a conversation"))
                    .add(Figure.of("messages", all.messages() / all.millis() * 1000, "1/s")
                            .against(BARE, all.messages() / all.bareMillis() * 1000))
                    .add(first.figure("first sync"))
                    .add(some.figure("sync, 10 new"))
                    .add(none.figure("sync, nothing new"))
                    .note("Pages of " + SyncClient.PAGE + " messages of " + SendFrame.TEXT_BYTES
                            + " bytes of text. With 10 new, " + some.messages() + " messages came and " + some.listed()
                            + " conversations were listed; with nothing new, " + none.messages() + " and "
                            + none.listed() + "."));
        }
    }

    /** Each run has a socket of its own, so that nothing live comes between. */
    private Measured measure(ParleyTarget target, UserId user, Question question) throws IOException {
        Latencies parley = new Latencies();
        List<Page> pages = List.of();
        for (int i = -WARM_UPS; i < runs; i++) {
            try (SyncClient client = open(target, user, "reader")) {
                long start = System.nanoTime();
                pages = question.ask(client);
                if (i >= 0) {
                    parley.add(start, System.nanoTime());
                }
            }
        }
        Latencies bare = new Latencies();
        try (BareReplies replies = new BareReplies(pages);
                SyncClient client = SyncClient.open(replies.port(), null, "")) {
            for (int i = -WARM_UPS; i < runs; i++) {
                long start = System.nanoTime();
                question.ask(client);
                if (i >= 0) {
                    bare.add(start, System.nanoTime());
                }
            }
        }
        return new Measured(parley.percentile(50), bare.percentile(50), pages);
    }

    private List<String> conversations(ParleyTarget target) {
        List<Future<String>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int i = 0; i < conversations; i++) {
                UserId other = new UserId("catchup-" + i);
                made.add(threads.submit(() -> target.conversation(List.of(BUSY, other))));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> one : made) {
                ids.add(one.get());
            }
            return ids;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a conversation could not be made", e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private static SyncClient open(ParleyTarget target, UserId user, String device) throws IOException {
        return SyncClient.open(target.endpoint().port(), target.tokens().tokenFor(user), device);
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new IllegalStateException(what);
        }
    }
}
