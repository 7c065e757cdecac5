package chat.parley.tools.replay;

import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.tools.client.Backoff;
import chat.parley.tools.client.Client;
import chat.parley.tools.client.Close;
import chat.parley.tools.client.Credentials;
import chat.parley.tools.client.Endpoint;
import chat.parley.tools.client.Outgoing;
import chat.parley.tools.client.RestClient;
import chat.parley.tools.client.ServerFrame;
import chat.parley.tools.client.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** One run: groups, sockets, sending, settling, reading back. */
final class Replay implements Device.Run, AutoCloseable {

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

    private static final DeviceId DEVICE = new DeviceId("replay");
    private static final Duration STALL_MAX = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PAGE = 200;

    private final Plan plan;
    private final Progress progress;
    private final Mark mark;
    private final Ledger ledger;
    private final Tally tally;
    private final Client client;
    private final RestClient rest;
    private final SplittableRandom random;
    private final List<Room> rooms = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Map<Integer, List<Arrivals>> membership = new LinkedHashMap<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();
    private final Semaphore window;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger reconnects = new AtomicInteger();
    private final Set<Device> waitedFor = new HashSet<>();
    private CountDownLatch up = new CountDownLatch(0);
    private IntConsumer onAnswer = _ -> {};
    private volatile String broken = "";
    private volatile String firstRefusal = "";

    Replay(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.random = new SplittableRandom(plan.seed());
        this.mark = new Mark(plan.run());
        this.ledger = new Ledger(plan.script().messages());
        byte[][] names = plan.script().users().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.tally = new Tally(mark, ledger, names);
        this.window = new Semaphore(plan.window());
        this.client = Client.open(plan.endpoint());
        this.rest = new RestClient(plan.endpoint(), Duration.ofSeconds(60), Backoff.quick(random.split()));
    }

    /** Makes the groups and opens the sockets. */
    void prepare() throws InterruptedException {
        timed("groups", this::makeRooms);
        timed("sockets", this::connect);
    }

    /** Sends everything and waits for the answers; {@code onAck} is told their number at every one. */
    void send(IntConsumer onAck) throws InterruptedException {
        onAnswer = onAck;
        timed("sending", () -> {
            progress.phase("sending", ledger.messages());
            play();
            await("sends to be answered", answered::get, () -> answered.get() >= ledger.messages());
        });
    }

    /** Waits for the deliveries, asks for what did not come, and reads all back. */
    Figures check() throws InterruptedException {
        timed("delivering", this::settle);
        Checker checker = new Checker(mark, ledger, plan.script().users());
        timed("reading back", () -> readBack(checker));
        return onLoop(() -> new Figures(
                plan,
                ledger,
                tally,
                checker.findings(tally),
                checker.stored(),
                reconnects.get(),
                firstRefusal,
                Map.copyOf(seconds),
                Map.copyOf(cpuSeconds)));
    }

    @Override
    public void close() {
        client.close();
        rest.close();
    }

    @Override
    public void caughtUp(Device device) {
        if (waitedFor.remove(device)) {
            up.countDown();
        }
    }

    @Override
    public void answered() {
        window.release();
        onAnswer.accept(answered.incrementAndGet());
    }

    @Override
    public void refused(int number, String code) {
        if (firstRefusal.isEmpty()) {
            firstRefusal = code;
        }
    }

    @Override
    public void reconnecting() {
        reconnects.incrementAndGet();
    }

    @Override
    public void broken(Device device, Close close) {
        broken = device.connection().who() + " was turned away: " + close.code() + " " + close.reason();
    }

    private void makeRooms() {
        List<Script.Scene> scenes = plan.script().scenes();
        List<String> users = plan.script().users();
        progress.phase("groups", scenes.size());
        for (Script.Scene scene : scenes) {
            List<String> others =
                    scene.members().stream().skip(1).map(users::get).toList();
            String key = mark.run() + ":" + rooms.size();
            String title = scene.title().length() > 200 ? scene.title().substring(0, 200) : scene.title();
            Room room = new Room(
                    rest.createGroup(token(scene.members().getFirst()), title, others, key)
                            .id(),
                    scene);
            rooms.add(room);
            for (int member : scene.members()) {
                membership.computeIfAbsent(member, _ -> new ArrayList<>()).add(new Arrivals(room));
            }
            progress.at(rooms.size(), "");
        }
    }

    private void connect() throws InterruptedException {
        List<String> users = plan.script().users();
        progress.phase("sockets", users.size());
        for (int user = 0; user < users.size(); user++) {
            int index = user;
            UserId id = new UserId(users.get(user));
            Arrivals[] arrivals = membership.getOrDefault(user, List.of()).toArray(Arrivals[]::new);
            devices.add(new Device(
                    this,
                    client,
                    new Credentials(id, DEVICE, () -> token(index)),
                    Backoff.quick(random.split()),
                    mark,
                    ledger,
                    tally,
                    arrivals,
                    plan.userWindow()));
        }
        up = new CountDownLatch(devices.size());
        onLoop(() -> waitedFor.addAll(devices));
        devices.forEach(device -> device.connection().open());
        await("devices to catch up", () -> devices.size() - up.getCount(), () -> up.getCount() == 0);
    }

    private void play() throws InterruptedException {
        long start = System.nanoTime();
        plan.pace().begin();
        int[] number = {0};
        plan.script().play(line -> {
            long due = start + plan.pace().dueNanos(line.seconds());
            park(due);
            take();
            // As fast as possible means: as soon as there is room.
            say(number[0]++, line, plan.pace().paced() ? due : System.nanoTime());
        });
    }

    private void say(int number, Script.Line line, long intendedNanos) {
        String text = mark.marked(number, line.text());
        Outgoing send = new Outgoing(rooms.get(line.scene()).id(), mark.key(number), text);
        Device device = devices.get(line.user());
        device.connection().loop().execute(() -> {
            ledger.sent(number, line.scene(), line.user(), text, intendedNanos);
            device.say(send);
        });
    }

    private void take() throws InterruptedException {
        long stalledAt = System.nanoTime() + STALL_MAX.toNanos();
        while (!window.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            show();
            int before = answered.get();
            if (before != lastAnswered) {
                lastAnswered = before;
                stalledAt = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > stalledAt) {
                throw new Broken("no send was answered for " + STALL_MAX.toSeconds() + " s");
            }
        }
        if ((++taken & 255) == 0) {
            show();
        }
    }

    private int lastAnswered;
    private int taken;

    private void park(long dueNanos) {
        long left;
        while ((left = dueNanos - System.nanoTime()) > 0) {
            show();
            LockSupport.parkNanos(Math.min(left, POLL.toNanos()));
        }
    }

    private void show() {
        if (!broken.isEmpty()) {
            throw new Broken(broken);
        }
        progress.at(
                answered.get(),
                String.format("acked, %,d delivered, %,d reconnects", tally.delivered(), reconnects.get()));
    }

    private void settle() throws InterruptedException {
        long expected = 0;
        for (Room room : rooms) {
            expected += (long) room.expected() * room.members().size();
        }
        long all = expected;
        progress.phase("delivering", all);
        long silentSince = System.nanoTime();
        long before = -1;
        boolean asked = false;
        while (tally.delivered() < all) {
            long now = tally.delivered();
            progress.at(now, "");
            if (now != before) {
                before = now;
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > plan.silence().toNanos()) {
                if (asked) {
                    // What a catch-up did not bring either will not come.
                    break;
                }
                asked = true;
                catchUp();
                silentSince = System.nanoTime();
            }
            if (!broken.isEmpty()) {
                throw new Broken(broken);
            }
            Thread.sleep(POLL);
        }
        progress.at(tally.delivered(), "");
    }

    /** Every device asks for what it may lack. */
    private void catchUp() throws InterruptedException {
        progress.say(
                String.format("%,d delivered, then silence: every device asks for what it lacks", tally.delivered()));
        up = new CountDownLatch(devices.size());
        onLoop(() -> waitedFor.addAll(devices));
        devices.forEach(device -> device.connection().catchUp());
        if (!up.await(STALL_MAX.toSeconds(), TimeUnit.SECONDS)) {
            progress.say(up.getCount() + " devices still lack something");
        }
    }

    private void readBack(Checker checker) throws InterruptedException {
        progress.phase("reading back", ledger.messages());
        long[] lastSeq = new long[rooms.size()];
        long read = 0;
        for (int scene = 0; scene < rooms.size(); scene++) {
            Room room = rooms.get(scene);
            String token =
                    token(room.members().get(random.nextInt(room.members().size())));
            Checker.Reading reading = checker.read(room, scene);
            String cursor = MessageId.ZERO.toString();
            while (cursor != null) {
                RestClient.Page page = rest.after(token, room.id(), cursor, PAGE);
                for (ServerFrame.Message message : page.messages()) {
                    reading.next(message);
                }
                read += page.messages().size();
                progress.at(Math.min(read, ledger.messages()), "");
                cursor = page.messages().isEmpty() ? null : page.next();
            }
            lastSeq[scene] = reading.lastSeq();
        }
        onLoop(() -> {
            Map<Room, Long> last = new LinkedHashMap<>();
            for (int scene = 0; scene < lastSeq.length; scene++) {
                last.put(rooms.get(scene), lastSeq[scene]);
            }
            for (Device device : devices) {
                for (Arrivals arrivals : device.rooms()) {
                    String user = device.connection().who().user().value();
                    checker.delivered(user, arrivals, last.getOrDefault(arrivals.room(), 0L));
                }
                device.close();
            }
            return true;
        });
    }

    private String token(int user) {
        return plan.tokens().tokenFor(new UserId(plan.script().users().get(user)));
    }

    private void await(String what, LongSupplier count, BooleanSupplier done) throws InterruptedException {
        long before = -1;
        long stalledAt = System.nanoTime() + STALL_MAX.toNanos();
        while (!done.getAsBoolean()) {
            long now = count.getAsLong();
            if (now != before) {
                before = now;
                stalledAt = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > stalledAt) {
                progress.say("gave up waiting for " + what + " after " + STALL_MAX.toSeconds() + " s without any");
                return;
            }
            if (!broken.isEmpty()) {
                throw new Broken(broken);
            }
            progress.at(now, "");
            Thread.sleep(POLL);
        }
        progress.at(count.getAsLong(), "");
    }

    private interface Phase {
        void run() throws InterruptedException;
    }

    private void timed(String name, Phase phase) throws InterruptedException {
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

    /** What the loop wrote is read on the loop. */
    private <T> T onLoop(java.util.concurrent.Callable<T> task) throws InterruptedException {
        try {
            return devices.getFirst().connection().loop().submit(task).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
