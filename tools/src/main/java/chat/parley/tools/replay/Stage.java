package chat.parley.tools.replay;

import chat.parley.client.Backoff;
import chat.parley.client.ParleyApi;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyClientBuilder;
import chat.parley.client.TokenProvider;
import chat.parley.domain.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The script's users with their devices, and its scenes as groups on the server, a few at a time. */
final class Stage implements Cast, AutoCloseable {

    /** Scenes that are checked at a time; their people stay until then. */
    private static final int SETTLING_MAX = 10;

    /** So many scenes ahead the devices begin to connect. */
    private static final int CALLED_AHEAD = 3;

    /** One in so many people of a scene has a second device that travels. */
    private static final int TRAVELLER_EVERY = 20;

    /** A run has no minutes to wait for a server that is started again at once. */
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(500));

    private final Replay.Plan plan;
    private final Mark mark;
    private final Ledger ledger;
    private final Tally tally = new Tally();
    private final Findings findings = new Findings();
    private final Checker checker;
    private final SplittableRandom random;
    private final Semaphore window;
    private final Semaphore settlingFree = new Semaphore(SETTLING_MAX);
    private final List<Script.Scene> scenes;
    private final List<String> users;
    private final Map<String, Integer> indexOf = new HashMap<>();
    private final int[] appearances;
    private final Map<Integer, Person> people = new HashMap<>();
    private final Map<Integer, SceneRun> called = new HashMap<>();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();
    private final List<Thread> settling = new ArrayList<>();
    private final Path travel;

    /** A listener that hears of a group before its founder was answered waits for the answer. */
    private final ReentrantReadWriteLock founding = new ReentrantReadWriteLock();

    private int calledUpTo;
    private volatile String broken = "";
    private volatile String firstRefusal = "";

    Stage(Replay.Plan plan) {
        this.plan = plan;
        this.mark = new Mark(plan.run());
        this.ledger = new Ledger(plan.script().messages());
        this.users = plan.script().users();
        this.scenes = plan.script().scenes();
        this.checker = new Checker(mark, ledger, users, findings);
        this.random = new SplittableRandom(plan.seed());
        this.window = new Semaphore(plan.window());
        this.appearances = new int[users.size()];
        users.forEach(user -> indexOf.put(user, indexOf.size()));
        scenes.forEach(scene -> scene.people().forEach(user -> appearances[user]++));
        try {
            this.travel = Files.createTempDirectory("parley-replay-devices-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for devices", e);
        }
    }

    /** A wrong address or secret is told at once; from then on, an outage is waited for. */
    void knock() {
        apiOf(users.getFirst()).conversations(null, 1);
    }

    /** Calls up the devices of a scene and some ahead, waits for its own, and founds its room. */
    SceneRun begin(int scene) throws InterruptedException {
        while (calledUpTo < Math.min(scenes.size(), scene + 1 + CALLED_AHEAD)) {
            callUp(calledUpTo++);
        }
        SceneRun run = Objects.requireNonNull(called.remove(scene));
        run.awaitUp();
        founding.writeLock().lock();
        try {
            run.found(mark.run() + ":" + scene);
            rooms.put(run.room().id(), run.room());
        } finally {
            founding.writeLock().unlock();
        }
        run.begin();
        return run;
    }

    private void callUp(int index) {
        Script.Scene scene = scenes.get(index);
        Room room = new Room(index, scene, index % 2 == 0, apiOf("keeper-" + mark.run() + "-" + index));
        List<Person> inIt = new ArrayList<>();
        List<Traveller> travellers = new ArrayList<>();
        for (int user : scene.people()) {
            Person person = people.computeIfAbsent(user, this::person);
            inIt.add(person);
            if (user % TRAVELLER_EVERY == 0) {
                Path directory = travel.resolve(index + "-" + user);
                travellers.add(new Traveller(
                        this,
                        person,
                        () -> builder(person.user(), "travel-" + index).directory(directory)));
            }
        }
        List<Integer> founders =
                scene.founders().stream().map(scene.people()::indexOf).toList();
        SceneRun run = new SceneRun(room, inIt, travellers, founders);
        called.put(index, run);
        run.callUp();
    }

    /** Checks a scene, whose last line was given, beside what goes on; waits while many are checked. */
    void settle(SceneRun run) throws InterruptedException {
        settlingFree.acquire();
        SplittableRandom own = random.split();
        settling.add(Thread.ofVirtual().start(() -> {
            try {
                run.settle(new Settlement(this, run.room(), plan.linksHold(), own));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                broken(run.room().scene().title() + " could not be checked: " + e);
            } finally {
                settled.incrementAndGet();
                settlingFree.release();
            }
        }));
    }

    /** Waits a little for room in the window of all; false when there was none. */
    boolean room(Duration wait) throws InterruptedException {
        return window.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    Person person(Script.Line line) {
        return Objects.requireNonNull(people.get(line.user()));
    }

    private Person person(int index) {
        String user = users.get(index);
        Device device = new Device(this, user, builder(user, "replay"), true);
        return new Person(this, user, device, apiOf(user), appearances[index]);
    }

    private ParleyClientBuilder builder(String user, String device) {
        return ParleyClient.builder(plan.link())
                .tokens(tokens(user))
                .deviceId(device)
                .backoff(QUICK);
    }

    private ParleyApi apiOf(String user) {
        return ParleyApi.at(plan.server(), tokens(user));
    }

    private TokenProvider tokens(String user) {
        return TokenProvider.of(() -> plan.tokens().tokenFor(new UserId(user)));
    }

    int answeredLines() {
        return answered.get();
    }

    int settledScenes() {
        return settled.get();
    }

    /** Empty when nothing was refused for good. */
    String firstRefusal() {
        return firstRefusal;
    }

    /** @throws Replay.Broken when the run cannot be done */
    void check() {
        if (!broken.isEmpty()) {
            throw new Replay.Broken(broken);
        }
    }

    @Override
    public Mark mark() {
        return mark;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Checker checker() {
        return checker;
    }

    @Override
    public @Nullable Room room(String conversationId) {
        Room room = rooms.get(conversationId);
        if (room == null) {
            founding.readLock().lock();
            try {
                room = rooms.get(conversationId);
            } finally {
                founding.readLock().unlock();
            }
        }
        return room;
    }

    @Override
    public int indexOf(String user) {
        return indexOf.getOrDefault(user, -1);
    }

    @Override
    public void answered(Room room) {
        answered.incrementAndGet();
        window.release();
        room.lineDone();
    }

    @Override
    public void refused(String why) {
        if (firstRefusal.isEmpty()) {
            firstRefusal = why;
        }
    }

    @Override
    public void broken(String why) {
        if (broken.isEmpty()) {
            broken = why;
        }
    }

    @Override
    public void close() {
        settling.forEach(Thread::interrupt);
        people.values().forEach(Person::close);
        try (var files = Files.walk(travel)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + travel, e);
        }
    }
}
