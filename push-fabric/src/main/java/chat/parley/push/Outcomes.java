package chat.parley.push;

import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import chat.parley.push.WakeUp.Kind;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.WakeUp.Shown;
import chat.parley.push.port.WakeUps.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row when the provider has answered. Meanwhile other messages may have collapsed into it, it may have
 * been taken back, or be gone: it is judged as it is now.
 */
final class Outcomes {

    private final LastLook lastLook;
    private final PushRules rules;

    Outcomes(LastLook lastLook, PushRules rules) {
        this.lastLook = lastLook;
        this.rules = rules;
    }

    /** @param retryAt when to send it again, if it is */
    Settled on(@Nullable WakeUp row, Sending sent, PushOutcome outcome, long retryAt, long now) {
        Rest rest = new Rest(row, sent, now);
        switch (outcome) {
            case PushOutcome.Accepted _ -> rest.accepted();
            case PushOutcome.RetryLater _ -> rest.putOff(retryAt);
            case PushOutcome.BadCredentials _ -> rest.putOff(retryAt);
            case PushOutcome.TokenGone _ -> rest.tokenGone();
            case PushOutcome.Refused _ -> rest.refused();
        }
        Step step = sent.pending().kind() == Kind.CLEAR ? null : stepOf(outcome, sent, rest, retryAt);
        List<Trace> steps = step == null
                ? List.of()
                : List.of(new Trace(
                        sent.key().conversation(),
                        sent.pending().message(),
                        now,
                        sent.key().user(),
                        sent.key().device(),
                        step));
        return new Settled(rest.change(), steps);
    }

    private static @Nullable Step stepOf(PushOutcome outcome, Sending sent, Rest rest, long retryAt) {
        return switch (outcome) {
            case PushOutcome.Accepted(String providerId) ->
                new Step.Pushed(sent.target().platform(), providerId);
            case PushOutcome.RetryLater(var _, String reason) -> delayed(reason, sent, rest, retryAt);
            case PushOutcome.BadCredentials(String reason) ->
                delayed("the credentials are not taken: " + reason, sent, rest, retryAt);
            case PushOutcome.TokenGone _ -> rest.hasNewToken ? null : new Step.Suppressed(Reason.TOKEN_GONE);
            case PushOutcome.Refused(String reason) -> new Step.Failed(reason);
        };
    }

    /** Of many tries in vain only the first, second, fourth, eighth and so on are told. */
    private static @Nullable Step delayed(String reason, Sending sent, Rest rest, long retryAt) {
        int tries = sent.pending().tries() + 1;
        return rest.ours && rest.held && Integer.bitCount(tries) == 1 ? new Step.Delayed(reason, retryAt) : null;
    }

    /** The row on its way to what it will be. */
    private final class Rest {

        private final @Nullable WakeUp row;
        private final Sending sent;
        private final long now;

        /** What was sent is owed still, by what the row says. */
        private final boolean ours;

        /** Something is owed that was not due because this was under way. */
        private final boolean held;

        private @Nullable Pending pending;
        private @Nullable Shown shown;
        private boolean hasNewToken;

        Rest(@Nullable WakeUp row, Sending sent, long now) {
            this.row = row;
            this.sent = sent;
            this.now = now;
            pending = row == null ? null : row.pending();
            shown = row == null ? null : row.shown();
            Pending was = sent.pending();
            ours = pending != null && pending.kind() == was.kind() && pending.seq() == was.seq();
            held = pending != null && pending.dueAt() == was.dueAt();
        }

        void accepted() {
            Pending was = sent.pending();
            boolean isLater = shown != null && shown.seq() > was.seq();
            if (was.kind() == Kind.CLEAR) {
                shown = isLater ? shown : null;
                endOurs(now);
                return;
            }
            shown = isLater ? shown : new Shown(was.message(), was.seq(), now);
            endOurs(now + rules.interval().toMillis());
            boolean takenBack = pending == null && !ours;
            if (takenBack && lastLook.hasRead(sent.key().user(), sent.key().conversation(), was.seq())) {
                pending = new Pending(Kind.CLEAR, was.message(), was.seq(), now, now, 0);
            }
        }

        void refused() {
            if (ours && sent.pending().kind() == Kind.CLEAR) {
                shown = null;
            }
            notShown();
            endOurs(now);
        }

        /** It is not on the device: there is what was before. */
        private void notShown() {
            if (ours && sent.pending().kind() == Kind.SHOW) {
                shown = sent.before();
            }
        }

        void putOff(long until) {
            // Where the claim had ended another one may be under way, which this must not end before its time.
            if (held) {
                notShown();
                dueAt(until, sent.pending().tries() + 1);
            }
        }

        void tokenGone() {
            hasNewToken = lastLook.targetOf(sent.key()) != null;
            if (hasNewToken) {
                putOff(now);
            } else {
                pending = null;
                shown = null;
            }
        }

        /** What was sent is not owed any more; what came since is due from then on. */
        private void endOurs(long next) {
            if (ours) {
                pending = null;
            } else if (held) {
                dueAt(next, 0);
            }
        }

        private void dueAt(long millis, int tries) {
            if (pending != null) {
                pending = new Pending(pending.kind(), pending.message(), pending.seq(), pending.since(), millis, tries);
            }
        }

        @Nullable
        Change change() {
            long seen = row == null ? 0 : row.revision();
            long next = row == null ? WakeUp.firstRevision(now) : seen + 1;
            if (pending == null && shown == null) {
                return row == null ? null : new Change(sent.key(), seen, null);
            }
            return new Change(
                    sent.key(), seen, new WakeUp(sent.key(), sent.target().platform(), pending, shown, next));
        }
    }
}
