package chat.parley.push;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.push.PushCounters.Fault;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import chat.parley.push.port.WakeUps.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a batch of events wants of many rows, and what is said of its messages. */
final class Wishes {

    /** Of what becomes of the messages of one batch, so many steps are kept, also in memory. */
    private static final int STEPS_MAX = 20_000;

    private static final int ROWS_AT_ONCE = 1_000;

    private final WakeUps wakeUps;
    private final TraceRecords traces;
    private final PushCounters counters;
    private final Instant now;
    private final Duration interval;
    private final Map<WakeUp.Key, Wish> wishes = new LinkedHashMap<>();
    private final List<Trace> steps = new ArrayList<>();
    private int notKept;

    Wishes(WakeUps wakeUps, TraceRecords traces, PushCounters counters, Instant now, Duration interval) {
        this.wakeUps = wakeUps;
        this.traces = traces;
        this.counters = counters;
        this.now = now;
        this.interval = interval;
    }

    Wish of(WakeUp.Key key, Platform platform) {
        return wishes.computeIfAbsent(key, _ -> new Wish(key, platform));
    }

    void say(Trace step) {
        counters.count(step.step());
        if (steps.size() < STEPS_MAX) {
            steps.add(step);
        } else {
            notKept++;
        }
    }

    /** Lays all on their rows, and records what is said. */
    void write() {
        List<Wish> open = new ArrayList<>(wishes.values());
        while (!open.isEmpty()) {
            List<Wish> lost = new ArrayList<>();
            for (int from = 0; from < open.size(); from += ROWS_AT_ONCE) {
                lost.addAll(settle(open.subList(from, Math.min(from + ROWS_AT_ONCE, open.size()))));
            }
            open = lost;
        }
        counters.failed(Fault.NOT_TRACED, notKept);
        if (!steps.isEmpty()) {
            traces.record(steps);
        }
    }

    /** @return those whose rows another has changed meanwhile */
    private List<Wish> settle(List<Wish> some) {
        Map<WakeUp.Key, WakeUp> rows =
                wakeUps.find(some.stream().map(wish -> wish.key).toList());
        Map<WakeUp.Key, Wish> changing = new HashMap<>();
        List<Change> changes = new ArrayList<>();
        List<Trace> said = new ArrayList<>();
        for (Wish wish : some) {
            Settled settled = wish.on(rows.get(wish.key), now.toEpochMilli(), interval);
            if (settled.change() != null) {
                changes.add(settled.change());
                changing.put(wish.key, wish);
            }
            said.addAll(settled.steps());
        }
        List<Wish> lost = new ArrayList<>();
        Set<WakeUp.Key> notMade = new HashSet<>();
        if (!changes.isEmpty()) {
            for (Change change : wakeUps.write(changes)) {
                notMade.add(change.key());
                lost.add(Objects.requireNonNull(changing.get(change.key())));
            }
        }
        for (Trace step : said) {
            DeviceId device = Objects.requireNonNull(step.device());
            if (!notMade.contains(new WakeUp.Key(step.user(), device, step.conversation()))) {
                say(step);
            }
        }
        return lost;
    }
}
