package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.push.Trace.Reason;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.port.Homes;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushTargets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks once more, right before a wake-up is sent: much may have happened since it was owed. */
public final class LastLook {

    /** What is to be done with a wake-up that is due. */
    sealed interface Verdict {

        /** It is sent to this device, by the device's platform, which may be another by now. */
        record Send(PushTarget target, @Nullable Subject subject) implements Verdict {}

        record Drop(Reason reason) implements Verdict {}
    }

    /** What a notification is about. */
    record Subject(Access.Member member, Message message, boolean mentioned) {}

    private final Conversations conversations;
    private final MessageStore messages;
    private final Cursors cursors;
    private final Homes homes;
    private final PushTargets targets;
    private final PreferenceRecords preferences;
    private final PushRules rules;

    /** @param cursors as they are at this moment, with those that are not stored yet */
    public LastLook(
            Conversations conversations,
            MessageStore messages,
            Cursors cursors,
            Homes homes,
            PushTargets targets,
            PreferenceRecords preferences,
            PushRules rules) {
        this.conversations = conversations;
        this.messages = messages;
        this.cursors = cursors;
        this.homes = homes;
        this.targets = targets;
        this.preferences = preferences;
        this.rules = rules;
    }

    /** Whether the device can be woken, and needs to be: that is known in memory. */
    Verdict reach(WakeUp.Key key, Pending pending, Instant now) {
        if (now.toEpochMilli() >= pending.since() + rules.ttl().toMillis()) {
            return new Verdict.Drop(Reason.EXPIRED);
        }
        PushTarget target = targetOf(key);
        if (target == null) {
            return new Verdict.Drop(Reason.NO_TOKEN);
        }
        if (homes.connected(key.user()).contains(key.device())) {
            return new Verdict.Drop(Reason.CONNECTED);
        }
        return new Verdict.Send(target, null);
    }

    /** Whether there is something to show, by what is stored. */
    Verdict show(WakeUp.Key key, Pending pending, PushTarget target, Instant now) {
        ConversationId conversation = key.conversation();
        UserId user = key.user();
        if (!(conversations.access(conversation, user) instanceof Access.Member member)
                || member.tenure().visible(pending.message()).equals(MessageId.ZERO)) {
            return new Verdict.Drop(Reason.NO_MEMBER);
        }
        if (hasRead(user, conversation, pending.seq())) {
            return new Verdict.Drop(Reason.READ);
        }
        Message message = Stored.find(messages, conversation, pending.message());
        if (message == null) {
            return new Verdict.Drop(Reason.EXPIRED);
        }
        boolean mentioned = Mentions.names(message.content(), user);
        Preferences.OfConversation level =
                preferences.of(conversation, List.of(user)).getOrDefault(user, Preferences.OfConversation.DEFAULT);
        Reason against = Consent.against(preferences.of(user), level, mentioned, now);
        return against == null
                ? new Verdict.Send(target, new Subject(member, message, mentioned))
                : new Verdict.Drop(against);
    }

    /** The device as it can be woken at this moment, null when it cannot. */
    @Nullable
    PushTarget targetOf(WakeUp.Key key) {
        for (PushTarget target : targets.of(key.user())) {
            if (target.device().equals(key.device())) {
                return target;
            }
        }
        return null;
    }

    boolean hasRead(UserId user, ConversationId conversation, long seq) {
        return cursors.of(conversation, List.of(user)).stream()
                .anyMatch(cursor -> cursor.kind() == ReceiptKind.READ && cursor.seq() >= seq);
    }
}
