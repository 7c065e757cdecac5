package chat.parley.simulation.push;

import chat.parley.domain.Body;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.push.Notification;
import chat.parley.push.PushEvent;
import chat.parley.push.PushOutcome;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Step;
import chat.parley.push.WakeUp;
import chat.parley.simulation.Invariant;
import chat.parley.simulation.Violation;
import java.util.List;

/** Judges at the end of a run what became of each message for each device that it should have woken. */
final class EndChecks {

    private final PushWorld world;
    private final long end;

    EndChecks(PushWorld world) {
        this.world = world;
        this.end = world.now();
    }

    void check() {
        for (ConversationId conversation : world.facts.conversations()) {
            for (Facts.Row row : world.facts.rowsOf(conversation)) {
                if (row.message().content() instanceof Body && !isDropped(row.message())) {
                    checkHearers(row);
                }
            }
            world.facts.devices.forEach(device -> checkCleared(conversation, device));
        }
    }

    private boolean isDropped(Message message) {
        return world.log.dropped.stream()
                .anyMatch(event -> event instanceof PushEvent.Told told
                        && told.message().equals(message.id())
                        && told.conversation().equals(message.conversation()));
    }

    private void checkHearers(Facts.Row row) {
        Message message = row.message();
        List<UserId> hearers =
                world.facts.rosterOf(message.conversation()).now().hearersOf(message.position());
        for (Facts.Device device : world.facts.devices) {
            if (!device.user().equals(message.from())
                    && hearers.contains(device.user())
                    && device.token().always(row.step(), end, token -> !token.isEmpty())) {
                checkWay(new WakeUp.Key(device.user(), device.id(), message.conversation()), row, device);
            }
        }
    }

    private void checkWay(WakeUp.Key key, Facts.Row row, Facts.Device device) {
        Message message = row.message();
        List<Steps.Told> way = world.steps.of(key, message.id());
        boolean mayBeUntold = world.steps.mayBeUntold(key, message.seq());
        // Whoever was paused tells late, of what was before: that it was put off may stand last.
        boolean delayed = way.stream().anyMatch(told -> told.trace().step() instanceof Step.Delayed);
        boolean ends = way.stream()
                .map(told -> told.trace().step())
                .anyMatch(step -> !(step instanceof Step.Delayed) && !(step instanceof Step.Live && delayed));
        if (!ends) {
            if (!mayBeUntold) {
                throw new Violation(
                        Invariant.WAYS_END, "of " + message + " to " + key.device() + " only this is told: " + way);
            } else if (!isExplained(key, row, device)) {
                throw new Violation(Invariant.NO_WAKE_UP_IS_LOST, message + " did not wake " + key.device());
            }
            return;
        }
        for (Steps.Told told : way) {
            if (!isTrue(told, key, message, device)) {
                throw new Violation(
                        Invariant.NO_WAKE_UP_IS_LOST,
                        "of " + message + " to " + key.device() + " it is not true that " + told);
            }
        }
    }

    private boolean isTrue(Steps.Told told, WakeUp.Key key, Message message, Facts.Device device) {
        return switch (told.trace().step()) {
            case Step.Live _ ->
                world.log.events().stream()
                        .anyMatch(event -> event instanceof PushEvent.Told one
                                && one.message().equals(message.id())
                                && one.live().contains(new PushEvent.Home(key.user(), key.device())));
            case Step.Pushed _ -> wasAnswered(key, message, PushOutcome.Accepted.class);
            case Step.Failed _ -> wasAnswered(key, message, PushOutcome.Refused.class);
            case Step.CollapsedInto(var later) -> later.compareTo(message.id()) > 0 && isKnownOrLater(key, later);
            case Step.Delayed _ -> true;
            case Step.Suppressed(Trace.Reason reason) -> isReason(reason, told, key, message, device);
        };
    }

    /** Its own way is looked at too, unless it was his own message, which nobody owes him. */
    private boolean isKnownOrLater(WakeUp.Key key, chat.parley.domain.MessageId later) {
        return !world.facts.message(key.conversation(), later).from().equals(key.user());
    }

    private boolean isReason(
            Trace.Reason reason, Steps.Told told, WakeUp.Key key, Message message, Facts.Device device) {
        long from = told.from();
        long to = told.to();
        long at = told.trace().at();
        return switch (reason) {
            case READ ->
                world.facts.cursorOf(key.conversation(), key.user()).at(to).seq() >= message.seq();
            case CONNECTED -> device.connected().ever(from, to, connected -> connected);
            case MUTED -> Wishes.isMuted(world, message, key.user(), from, to, at, false);
            case QUIET_HOURS -> world.facts.preferencesOf(key.user()).ever(from, to, one -> Wishes.isQuiet(one, at));
            case NO_TOKEN -> device.token().ever(from, to, String::isEmpty);
            case TOKEN_GONE -> wasAnswered(key, message, PushOutcome.TokenGone.class);
            case NO_PROVIDER -> !PushWorld.SERVED.contains(device.platform());
            case EXPIRED -> at - message.serverTs() >= world.rules.ttl().toMillis();
            case NO_MEMBER ->
                world.facts.rosterOf(key.conversation()).ever(from, to, roster -> roster.member(key.user()) == null);
            case LIMIT -> false;
        };
    }

    private boolean wasAnswered(WakeUp.Key key, Message message, Class<? extends PushOutcome> outcome) {
        return world.services.sent.stream()
                .anyMatch(sent -> sent.key().equals(key)
                        && outcome.isInstance(sent.outcome())
                        && sent.notification() instanceof Notification.Show show
                        && show.upTo().equals(message.id()));
    }

    /** Whoever should have told was stopped: then one of the reasons has to have been there, whenever. */
    private boolean isExplained(WakeUp.Key key, Facts.Row row, Facts.Device device) {
        Message message = row.message();
        return world.services.sent.stream()
                        .anyMatch(sent -> sent.key().equals(key)
                                && !isPutOff(sent)
                                && sent.notification() instanceof Notification.Show show
                                && show.upTo().compareTo(message.id()) >= 0)
                || world.facts.cursorOf(key.conversation(), key.user()).now().seq() >= message.seq()
                || device.connected().ever(row.step(), end, connected -> connected)
                || world.facts
                        .levelOf(key.conversation(), key.user())
                        .ever(row.step(), end, one -> one.level() != chat.parley.push.Preferences.Level.ALL)
                || world.facts.preferencesOf(key.user()).ever(row.step(), end, one -> one.quietHours() != null)
                || !PushWorld.SERVED.contains(device.platform())
                || world.clock.millis() - message.serverTs()
                        >= world.rules.ttl().toMillis();
    }

    private static boolean isPutOff(Sent sent) {
        return sent.outcome() instanceof PushOutcome.RetryLater || sent.outcome() instanceof PushOutcome.BadCredentials;
    }

    /** What a device shows was read elsewhere: then it was told so, or knows it by itself. */
    private void checkCleared(ConversationId conversation, Facts.Device device) {
        WakeUp.Key key = new WakeUp.Key(device.user(), device.id(), conversation);
        Sent shown = null;
        for (Sent sent : world.services.sent) {
            if (sent.key().equals(key) && sent.notification() instanceof Notification.Show && sent.accepted()) {
                shown = sent;
            } else if (sent.key().equals(key) && sent.notification() instanceof Notification.Clear) {
                // Accepted, or refused for ever. One that is put off comes again.
                shown = isPutOff(sent) ? shown : null;
            }
        }
        if (shown == null || !(shown.notification() instanceof Notification.Show show)) {
            return;
        }
        long step = shown.step();
        long seq = world.facts.message(conversation, show.upTo()).seq();
        boolean knows = device.connected().ever(step, end, connected -> connected)
                || !device.token().always(step, end, shown.token()::equals)
                || world.facts.rosterOf(conversation).now().member(device.user()) == null
                || world.clock.millis() - shown.claimedMillis()
                        >= world.rules.ttl().toMillis();
        boolean unanswered = shown.by().crashed
                || shown.answerMillis() - shown.lookedMillis() >= chat.parley.push.PushGateway.LEASE.toMillis()
                || !world.log.dropped.isEmpty();
        if (world.facts.cursorOf(conversation, device.user()).now().seq() >= seq && !knows && !unanswered) {
            throw new Violation(Invariant.WHAT_IS_READ_IS_CLEARED, "still there: " + shown);
        }
    }
}
