package chat.parley.simulation.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.push.Notification;
import chat.parley.push.PushGateway;
import chat.parley.push.PushOutcome;
import chat.parley.push.WakeUp;
import chat.parley.simulation.Invariant;
import chat.parley.simulation.Violation;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Judges each notification when it is sent, by what was true from the look for what is due to the claim: what held all
 * that time its sender had to know.
 */
final class SendChecks {

    private final PushWorld world;
    private int doubles;

    SendChecks(PushWorld world) {
        this.world = world;
    }

    /** How many notifications came that had been accepted before. */
    int doubles() {
        return doubles;
    }

    void sent(Sent sent, Services.Service service) {
        Incarnation by = sent.by();
        long from = by.lookedAt;
        long to = by.wroteAt;
        if (service.closedUntil.at(by.askedAt) > by.askedMillis) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "the provider is closed");
        }
        Facts.Device device = world.facts.device(sent.key().user(), sent.key().device());
        if (device.connected().always(from, to, connected -> connected)) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "the device is connected");
        }
        if (!device.token().ever(from, to, sent.token()::equals)) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "the token is another");
        }
        checkRetry(sent);
        checkBadge(sent, from, to);
        if (sent.notification() instanceof Notification.Show show) {
            checkWanted(sent, show, from, to);
            checkDoubles(sent, show);
            checkInterval(sent);
        }
    }

    private void checkWanted(Sent sent, Notification.Show show, long from, long to) {
        UserId user = sent.key().user();
        ConversationId conversation = show.conversation();
        Message message = world.facts.message(conversation, show.upTo());
        if (world.facts.cursorOf(conversation, user).at(from).seq() >= message.seq()) {
            throw broken(Invariant.NOTHING_READ_IS_SENT, sent, "it was read before");
        }
        if (world.facts.rosterOf(conversation).always(from, to, roster -> !isMember(roster, user, message))) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "no member");
        }
        if (!Wishes.everWanted(world, message, user, from, to, sent.lookedMillis())
                && !Wishes.everWanted(world, message, user, from, to, sent.claimedMillis())) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "it is muted");
        }
        long low = world.facts.unread(conversation, user, from, to);
        long high = world.facts.unread(conversation, user, to, from);
        if (!world.facts.changedMembers(conversation, from, to) && (show.unread() < low || show.unread() > high)) {
            throw broken(Invariant.COUNTS_ARE_EXACT, sent, "unread are " + low + " to " + high);
        }
    }

    private static boolean isMember(Roster roster, UserId user, Message message) {
        Tenure tenure = roster.member(user);
        return tenure != null && !tenure.visible(message.id()).equals(MessageId.ZERO);
    }

    private void checkBadge(Sent sent, long from, long to) {
        Collection<ConversationId> all = world.facts.conversations();
        if (all.stream().anyMatch(one -> world.facts.changedMembers(one, from, to))) {
            return;
        }
        UserId user = sent.key().user();
        long low = 0;
        long high = 0;
        for (ConversationId one : all) {
            low += world.facts.unread(one, user, from, to);
            high += world.facts.unread(one, user, to, from);
        }
        long badge = sent.notification().badge();
        if (badge < low || badge > high) {
            throw broken(Invariant.COUNTS_ARE_EXACT, sent, "the badge is " + low + " to " + high);
        }
    }

    /** What was accepted comes again only when its claim has ended before the answer was written down. */
    private void checkDoubles(Sent sent, Notification.Show show) {
        for (Sent before : world.services.sent) {
            boolean same = before.key().equals(sent.key())
                    && before.token().equals(sent.token())
                    && before.accepted()
                    && before.notification() instanceof Notification.Show other
                    && other.upTo().equals(show.upTo());
            doubles += same ? 1 : 0;
            // Who was paused between his claim and the sending comes after another who took it over from him.
            long apart = Math.max(
                    sent.claimedMillis() - before.lookedMillis(), before.claimedMillis() - sent.lookedMillis());
            if (same && apart < PushGateway.LEASE.toMillis()) {
                throw broken(Invariant.DOUBLES_ARE_BOUNDED, sent, "the claim had not ended of " + before);
            }
            if (same && wasWrittenDown(before, show, sent.by().lookedAt)) {
                throw broken(Invariant.DOUBLES_ARE_BOUNDED, sent, "it was written down that it had come: " + before);
            }
        }
    }

    private boolean wasWrittenDown(Sent before, Notification.Show show, long until) {
        return world.rows.historyOf(before.key()).stream()
                .anyMatch(made -> made.by() == before.by()
                        && made.step() > before.step()
                        && made.step() <= until
                        && owes(made.before(), show)
                        && !owes(made.after(), show));
    }

    private static boolean owes(@Nullable WakeUp row, Notification.Show show) {
        WakeUp.Pending pending = row == null ? null : row.pending();
        return pending != null
                && pending.kind() == WakeUp.Kind.SHOW
                && pending.message().equals(show.upTo());
    }

    private void checkInterval(Sent sent) {
        Sent last = null;
        for (Sent before : world.services.sent) {
            boolean same = before.key().equals(sent.key())
                    && before.token().equals(sent.token())
                    && before.accepted()
                    && before.notification() instanceof Notification.Show;
            last = same ? before : last;
        }
        if (last != null && last.notification() instanceof Notification.Show show) {
            long seq = world.facts.message(show.conversation(), show.upTo()).seq();
            boolean read = world.facts
                            .cursorOf(show.conversation(), sent.key().user())
                            .now()
                            .seq()
                    >= seq;
            long apart = sent.claimedMillis() - last.lookedMillis();
            // Less than nothing: claimed before, by somebody who was paused then.
            if (!read && apart >= 0 && apart < world.rules.interval().toMillis()) {
                throw broken(Invariant.WAKE_UPS_COLLAPSE, sent, apart + " ms after " + last);
            }
        }
    }

    /** A service that said when it wants to be asked again is not asked before, for the same row. */
    private void checkRetry(Sent sent) {
        Sent last = null;
        for (Sent before : world.services.sent) {
            last = before.key().equals(sent.key()) ? before : last;
        }
        if (last == null
                || !(last.notification() instanceof Notification.Show)
                || world.faults.failsWrites()
                || last.answerMillis() - last.lookedMillis() >= PushGateway.LEASE.toMillis()
                || last.by() != sent.by()
                || !last.answer().isDone()
                || !(last.outcome() instanceof PushOutcome.RetryLater(var after, var _))
                || after == null) {
            return;
        }
        long since = last.lookedMillis();
        boolean begunAnew = world.rows.historyOf(sent.key()).stream()
                .anyMatch(made -> made.millis() >= since && (hasNothing(made.before()) || hasNothing(made.after())));
        if (!begunAnew && sent.claimedMillis() < last.answerMillis() + after.toMillis()) {
            throw broken(Invariant.ONLY_WHAT_IS_WANTED_IS_SENT, sent, "sooner than asked for after " + last);
        }
    }

    private static boolean hasNothing(@Nullable WakeUp row) {
        return row == null || row.pending() == null || row.pending().kind() == WakeUp.Kind.CLEAR;
    }

    private static Violation broken(Invariant invariant, Sent sent, String why) {
        return new Violation(invariant, why + ": " + sent);
    }
}
