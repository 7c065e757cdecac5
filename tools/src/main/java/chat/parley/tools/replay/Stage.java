package chat.parley.tools.replay;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.tools.client.Backoff;
import chat.parley.tools.client.Client;
import chat.parley.tools.client.Close;
import chat.parley.tools.client.Credentials;
import chat.parley.tools.client.RestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** The script's conversations as groups on the server, and its users as devices on their sockets. */
final class Stage implements Device.Run, AutoCloseable {

    private static final DeviceId DEVICE = new DeviceId("replay");
    private static final int TITLE_MAX = 200;

    private final Replay.Plan plan;
    private final Mark mark;
    private final Ledger ledger;
    private final Tally tally;
    private final Client client;
    private final RestClient rest;
    private final SplittableRandom random;
    private final Semaphore window;
    private final List<Room> rooms = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Map<Integer, List<Arrivals>> membership = new HashMap<>();
    private final Set<Device> waitedFor = new HashSet<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger reconnects = new AtomicInteger();
    private CountDownLatch up = new CountDownLatch(0);
    private IntConsumer onAnswer = _ -> {};
    private volatile String broken = "";
    private volatile String firstRefusal = "";

    Stage(Replay.Plan plan, Mark mark, Ledger ledger, Tally tally) {
        this.plan = plan;
        this.mark = mark;
        this.ledger = ledger;
        this.tally = tally;
        this.random = new SplittableRandom(plan.seed());
        this.window = new Semaphore(plan.window());
        this.client = Client.open(plan.endpoint());
        this.rest = new RestClient(plan.endpoint(), Duration.ofMinutes(1), Backoff.quick(random.split()));
    }

    /** Makes the groups, or finds them when this run was played before. */
    void makeRooms(Progress progress) {
        List<String> users = plan.script().users();
        try (RestClient impatient = new RestClient(plan.endpoint(), Duration.ZERO, Backoff.quick(random.split()))) {
            // A wrong address or secret is told at once; from then on, an outage is waited for.
            impatient.conversations(token(0), 1);
        }
        for (Script.Scene scene : plan.script().scenes()) {
            List<Integer> members = scene.members();
            String title = scene.title().substring(0, Math.min(scene.title().length(), TITLE_MAX));
            Room room = new Room(
                    rest.createGroup(
                                    token(members.getFirst()),
                                    title,
                                    members.stream().skip(1).map(users::get).toList(),
                                    mark.run() + ":" + rooms.size())
                            .id(),
                    scene);
            rooms.add(room);
            for (int member : members) {
                membership.computeIfAbsent(member, _ -> new ArrayList<>()).add(new Arrivals(room));
            }
            progress.at(rooms.size(), "");
        }
    }

    /** Opens all sockets; how many are up is told by {@link #caughtUp}. */
    void connect() throws InterruptedException {
        List<String> users = plan.script().users();
        for (int user = 0; user < users.size(); user++) {
            int index = user;
            devices.add(new Device(
                    this,
                    client,
                    new Credentials(new UserId(users.get(user)), DEVICE, () -> token(index)),
                    Backoff.quick(random.split()),
                    mark,
                    ledger,
                    tally,
                    membership.getOrDefault(user, List.of()).toArray(Arrivals[]::new),
                    plan.userWindow()));
        }
        waitForAll();
        devices.forEach(device -> device.connection().open());
    }

    /** Every device asks for what it may lack. */
    void catchUp() throws InterruptedException {
        waitForAll();
        devices.forEach(Device::catchUp);
    }

    /** Devices that lack nothing, of those that were asked last. */
    long caughtUp() {
        return devices.size() - up.getCount();
    }

    /** Is told, at every send that is answered for good, how many there are. */
    void onAnswer(IntConsumer listener) {
        onAnswer = listener;
    }

    /** Waits a little for room in the window of all; false when there was none. */
    boolean room(Duration wait) throws InterruptedException {
        return window.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    List<Room> rooms() {
        return rooms;
    }

    List<Device> devices() {
        return devices;
    }

    RestClient rest() {
        return rest;
    }

    /** The token of a user of the script. */
    String token(int user) {
        return plan.tokens().tokenFor(new UserId(plan.script().users().get(user)));
    }

    /** Some member of a room, to read its history. */
    int anyMember(Room room) {
        return room.members().get(random.nextInt(room.members().size()));
    }

    int answered() {
        return answered.get();
    }

    int reconnects() {
        return reconnects.get();
    }

    /** Empty when nothing was refused for good. */
    String firstRefusal() {
        return firstRefusal;
    }

    /** @throws Replay.Broken when a device was turned away */
    void check() {
        if (!broken.isEmpty()) {
            throw new Replay.Broken(broken);
        }
    }

    /** Runs a task where the devices live: what the loop wrote is read on the loop. */
    <T> T onLoop(Callable<T> task) throws InterruptedException {
        try {
            return devices.getFirst().connection().loop().submit(task).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
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
    public void answeredOne() {
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

    private void waitForAll() throws InterruptedException {
        up = new CountDownLatch(devices.size());
        onLoop(() -> waitedFor.addAll(devices));
    }
}
