package chat.parley.simulation.push;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.WakeUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The services that wake devices: each takes, refuses or puts off what comes, and answers when it likes. */
final class Services implements Runnable {

    private static final long SLOW_MILLIS = 100_000;

    private final PushWorld world;
    private final Map<Platform, Service> services = new EnumMap<>(Platform.class);
    private final List<Sent> open = new ArrayList<>();
    private long answers;

    /** All that ever came, in its order. */
    final List<Sent> sent = new ArrayList<>();

    /** One of them. */
    final class Service {

        final Platform platform;

        /** Until when its clients know better than to ask, Unix milliseconds. */
        final Timeline<Long> closedUntil = new Timeline<>(0L);

        private long downUntil;

        Service(Platform platform) {
            this.platform = platform;
        }

        CompletableFuture<PushOutcome> take(Incarnation by, PushTarget target, Notification notification) {
            WakeUp.Key key = new WakeUp.Key(target.user(), target.device(), conversationOf(notification));
            long delay = world.chance.in(world.faults.slow())
                    ? SLOW_MILLIS
                    : (long) world.chance.of(0, 5, 50, 500, 5_000, 20_000);
            Sent one = new Sent(
                    key,
                    target.token(),
                    notification,
                    by,
                    world.now(),
                    by.lookedMillis,
                    by.wroteMillis,
                    outcome(key, target.token()),
                    world.clock.millis() + delay,
                    new CompletableFuture<>());
            world.trace.note(() -> "sent " + one);
            world.checks.sent(one, this);
            sent.add(one);
            open.add(one);
            return one.answer();
        }

        private PushOutcome outcome(WakeUp.Key key, String token) {
            long now = world.clock.millis();
            if (world.chance.in(world.faults.outage())) {
                downUntil = now + world.chance.between(10, 1_200) * 1_000L;
            }
            if (downUntil > now && world.faults.on()) {
                if (world.chance.in(0.3)) {
                    closedUntil.set(world.now(), now + world.chance.between(1, 60) * 1_000L);
                }
                return new PushOutcome.RetryLater(null, "down");
            }
            boolean isGone =
                    !world.facts.device(key.user(), key.device()).token().now().equals(token);
            if (isGone || world.chance.in(world.faults.gone())) {
                return new PushOutcome.TokenGone("gone");
            } else if (world.chance.in(world.faults.later())) {
                Duration after = world.chance.in(0.5) ? Duration.ofSeconds(world.chance.between(1, 120)) : null;
                return new PushOutcome.RetryLater(after, "later");
            } else if (world.chance.in(world.faults.refused())) {
                return new PushOutcome.Refused("refused");
            } else if (world.chance.in(world.faults.credentials())) {
                return new PushOutcome.BadCredentials("bad credentials");
            }
            return new PushOutcome.Accepted(null);
        }
    }

    Services(PushWorld world) {
        this.world = world;
        PushWorld.SERVED.forEach(platform -> services.put(platform, new Service(platform)));
    }

    private static chat.parley.domain.ConversationId conversationOf(Notification notification) {
        return switch (notification) {
            case Notification.Show show -> show.conversation();
            case Notification.Clear clear -> clear.conversation();
            case Notification.Test _ -> throw new IllegalStateException("nobody asked for a test");
        };
    }

    Service of(Platform platform) {
        return Objects.requireNonNull(services.get(platform));
    }

    /** How many were given. */
    long answers() {
        return answers;
    }

    boolean isDone() {
        return open.isEmpty();
    }

    /** From here on they are up, and answer at once. */
    void heal() {
        services.values().forEach(service -> service.closedUntil.set(world.now(), 0L));
    }

    @Override
    public void run() {
        while (true) {
            int known = sent.size();
            long next = open.stream().mapToLong(Sent::answerMillis).min().orElse(Long.MAX_VALUE);
            long wait = Math.max(
                    0, Math.min(next - world.clock.millis(), Duration.ofHours(1).toMillis()));
            world.scheduler.await("answers", () -> sent.size() != known, wait);
            long now = world.clock.millis();
            List<Sent> due =
                    open.stream().filter(one -> one.answerMillis() <= now).toList();
            open.removeAll(due);
            answers += due.size();
            due.forEach(one -> one.answer().complete(one.outcome()));
        }
    }
}
