package chat.parley.tools.replay;

import chat.parley.domain.MessageId;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.RestClient;
import chat.parley.tools.client.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** One run: groups, sockets, sending, settling, reading back. */
final class Replay implements AutoCloseable {

    /**
     * What is to be done.
     *
     * @param run marks all keys, so that runs on one server do not meet
     * @param window most unanswered sends of all
     * @param userWindow most unanswered sends of one user
     * @param pace when each line is due
     * @param silence live deliveries that have not come after such a silence are asked for
     */
    record Plan(
            Script script,
            Endpoint endpoint,
            Tokens tokens,
            String run,
            int window,
            int userWindow,
            Pace pace,
            Duration silence,
            long seed) {}

    /** The server could not be used, or this run not be finished. The message is fit to be shown. */
    static final class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    /** Waiting without any progress ends after this. */
    static final Duration STALL_MAX = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PAGE = 200;

    private final Plan plan;
    private final Progress progress;
    private final Mark mark;
    private final Ledger ledger;
    private final Tally tally;
    private final Stage stage;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();

    Replay(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.mark = new Mark(plan.run());
        this.ledger = new Ledger(plan.script().messages());
        byte[][] names = plan.script().users().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.tally = new Tally(mark, ledger, names);
        this.stage = new Stage(plan, mark, ledger, tally);
    }

    /** Makes the groups and opens the sockets. */
    void prepare() throws InterruptedException {
        int users = plan.script().users().size();
        phase("groups", plan.script().scenes().size(), () -> stage.makeRooms(progress));
        phase("sockets", users, () -> {
            stage.connect();
            if (!await(stage::caughtUp, users)) {
                throw new Broken("only " + stage.caughtUp() + " of " + users + " sockets came up");
            }
        });
    }

    /** Sends everything and waits for the answers; {@code onAnswer} is told their number at every one. */
    void send(IntConsumer onAnswer) throws InterruptedException {
        stage.onAnswer(onAnswer);
        phase("sending", ledger.messages(), () -> {
            new Feeder(plan, stage, mark, ledger, this::showSending).play();
            if (!await(stage::answered, ledger.messages())) {
                progress.say("not all sends were answered");
            }
        });
    }

    /** Waits for the deliveries, asks for what did not come, and reads all back. */
    Figures check() throws InterruptedException {
        long expected = stage.rooms().stream()
                .mapToLong(room -> (long) room.expected() * room.members().size())
                .sum();
        phase("delivering", expected, () -> settle(expected));
        Checker checker = new Checker(mark, ledger, plan.script().users());
        phase("reading back", ledger.messages(), () -> readBack(checker));
        return stage.onLoop(() -> new Figures(
                plan,
                ledger,
                tally,
                checker.findings(tally),
                checker.stored(),
                stage.reconnects(),
                stage.firstRefusal(),
                Map.copyOf(seconds),
                Map.copyOf(cpuSeconds)));
    }

    @Override
    public void close() {
        stage.close();
    }

    private void settle(long expected) throws InterruptedException {
        if (quiet(expected)) {
            return;
        }
        progress.say(
                String.format("%,d delivered, then silence: every device asks for what it lacks", tally.delivered()));
        stage.catchUp();
        // What this does not bring either will not come.
        if (!quiet(expected)) {
            progress.say(stage.caughtUp() + " of " + stage.devices().size() + " devices lack nothing");
        }
    }

    /** Waits until all is delivered or nothing comes any more; which of them it was. */
    private boolean quiet(long expected) throws InterruptedException {
        Stall silence = new Stall(plan.silence());
        while (tally.delivered() < expected) {
            progress.at(tally.delivered(), "");
            stage.check();
            if (silence.at(tally.delivered())) {
                return false;
            }
            Thread.sleep(POLL);
        }
        progress.at(tally.delivered(), "");
        return true;
    }

    private void readBack(Checker checker) throws InterruptedException {
        Map<Room, Long> lastSeq = new LinkedHashMap<>();
        long read = 0;
        for (Room room : stage.rooms()) {
            Checker.Reading reading = checker.read(room, lastSeq.size());
            String token = stage.token(stage.anyMember(room));
            String cursor = MessageId.ZERO.toString();
            while (cursor != null) {
                RestClient.Page page = stage.rest().after(token, room.id(), cursor, PAGE);
                page.messages().forEach(reading::next);
                read += page.messages().size();
                progress.at(Math.min(read, ledger.messages()), "");
                cursor = page.messages().isEmpty() ? null : page.next();
            }
            lastSeq.put(room, reading.lastSeq());
        }
        stage.onLoop(() -> {
            for (Device device : stage.devices()) {
                for (Arrivals arrivals : device.rooms()) {
                    String user = device.connection().who().user().value();
                    checker.delivered(user, arrivals, lastSeq.getOrDefault(arrivals.room(), 0L));
                }
                device.close();
            }
            return true;
        });
    }

    private void showSending() {
        stage.check();
        progress.at(
                stage.answered(),
                String.format("acked, %,d delivered, %,d reconnects", tally.delivered(), stage.reconnects()));
    }

    /** Waits until a count is reached; false when it stops growing. */
    private boolean await(LongSupplier count, long goal) throws InterruptedException {
        Stall stall = new Stall(STALL_MAX);
        while (count.getAsLong() < goal) {
            progress.at(count.getAsLong(), "");
            stage.check();
            if (stall.at(count.getAsLong())) {
                return false;
            }
            Thread.sleep(POLL);
        }
        progress.at(goal, "");
        return true;
    }

    private interface Phase {
        void run() throws InterruptedException;
    }

    private void phase(String name, long steps, Phase phase) throws InterruptedException {
        progress.phase(name, steps);
        long start = System.nanoTime();
        Duration cpu = cpu();
        phase.run();
        progress.done();
        seconds.put(name, (System.nanoTime() - start) / 1e9);
        cpuSeconds.put(name, cpu().minus(cpu).toNanos() / 1e9);
    }

    /** Of this process. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
