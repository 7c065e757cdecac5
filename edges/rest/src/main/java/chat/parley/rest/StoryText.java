package chat.parley.rest;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.Story;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import chat.parley.push.Traces;
import chat.parley.wire.Names;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way of a message, for people: its time line, and then what each member's devices got of it, each step with how long
 * after the storing it came.
 */
public final class StoryText {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT);

    /** Of large groups, whoever is not named has no steps either. */
    private static final int QUIET_SHOWN = 32;

    private final Story story;
    private final StringBuilder text = new StringBuilder();

    private StoryText(Story story) {
        this.story = story;
    }

    public static String of(Story story) {
        StoryText text = new StoryText(story);
        text.write();
        return text.text.toString();
    }

    private void write() {
        line("message %s (seq %d) of %s in %s"
                .formatted(story.message(), story.seq(), story.from(), story.conversation()));
        line("stored  %s".formatted(moment(story.storedAt())));
        if (story.way().plannedThrough() < story.storedAt()) {
            line("Whom it wakes is not decided yet: the push log has come to %s."
                    .formatted(moment(story.way().plannedThrough())));
        }
        Map<UserId, List<Trace>> steps = new TreeMap<>();
        story.way()
                .steps()
                .forEach(step -> steps.computeIfAbsent(step.user(), _ -> new ArrayList<>())
                        .add(step));
        Map<UserId, List<Traces.Waiting>> waiting = new LinkedHashMap<>();
        story.way()
                .waiting()
                .forEach(one -> waiting.computeIfAbsent(one.user(), _ -> new ArrayList<>())
                        .add(one));
        int quiet = 0;
        for (Story.Hearer hearer : story.hearers()) {
            List<Trace> own = steps.remove(hearer.user());
            List<Traces.Waiting> owed = waiting.remove(hearer.user());
            if (own == null && owed == null && ++quiet > QUIET_SHOWN) {
                continue;
            }
            line("%n%s".formatted(hearer.user()));
            steps(own == null ? List.of() : own, owed == null ? List.of() : owed);
            line("  %s"
                    .formatted(hearer.read() ? "read" : hearer.delivered() ? "delivered, not read" : "no receipt yet"));
        }
        if (quiet > QUIET_SHOWN) {
            line("%nand %d others without steps".formatted(quiet - QUIET_SHOWN));
        }
        steps.forEach((user, own) -> {
            line("%n%s (%s)".formatted(user, user.equals(story.from()) ? "the sender" : "no member any more"));
            steps(own, List.of());
        });
    }

    private void steps(List<Trace> steps, List<Traces.Waiting> waiting) {
        steps.forEach(
                step -> line("  %9s  %-16s %s".formatted(after(step.at()), device(step.device()), of(step.step()))));
        waiting.forEach(one -> line("  %9s  %-16s %s".formatted("", one.device(), of(one))));
    }

    private static String device(@Nullable DeviceId device) {
        return device == null ? "(all)" : device.value();
    }

    private static String of(Step step) {
        return switch (step) {
            case Step.Live() -> "live: went to its open socket";
            case Step.Pushed(Platform platform, @Nullable String id) ->
                "pushed: " + Names.of(platform) + " took it" + (id == null ? "" : ", as " + id);
            case Step.CollapsedInto(var later) -> "collapsed: the wake-up for " + later + " tells of it too";
            case Step.Suppressed(Reason reason) -> "not sent: " + why(reason);
            case Step.Delayed(var reason, var until) -> "delayed until " + moment(until) + ": " + reason;
            case Step.Failed(var reason) -> "failed, and not tried again: " + reason;
        };
    }

    private static String of(Traces.Waiting one) {
        String tried = one.tries() == 0 ? "" : ", sent in vain " + one.tries() + " times";
        String platform = Names.of(one.platform());
        return one.closedUntil() > one.dueAt()
                ? "waits: " + platform + " failed, and is not asked until " + moment(one.closedUntil()) + tried
                : "waits: due at " + moment(one.dueAt()) + " by " + platform + tried;
    }

    private static String why(Reason reason) {
        return switch (reason) {
            case MUTED -> "the user has muted the conversation, or wants mentions alone (muted)";
            case QUIET_HOURS -> "the user's quiet hours (quiet_hours)";
            case READ -> "read before it was sent (read)";
            case CONNECTED -> "the device is connected, and gets it there (connected)";
            case NO_TOKEN -> "no device of the user has a push token (no_token)";
            case TOKEN_GONE -> "its service does not know the push token any more (token_gone)";
            case NO_PROVIDER -> "its platform is not set up: see parley doctor push (no_provider)";
            case LIMIT -> "too many wait (limit)";
            case EXPIRED -> "its time to live ended first (expired)";
            case NO_MEMBER -> "the user has left, or may not see it (no_member)";
        };
    }

    private String after(long at) {
        long millis = at - story.storedAt();
        if (Math.abs(millis) >= 3_600_000) {
            return String.format(Locale.ROOT, "%+.1f h", millis / 3_600_000.0);
        }
        return String.format(Locale.ROOT, "%+.3f s", millis / 1000.0);
    }

    private static String moment(long millis) {
        return MOMENT.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
