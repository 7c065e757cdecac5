package chat.parley.push;

import chat.parley.domain.Body;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Unreadable;
import chat.parley.push.LastLook.Subject;
import chat.parley.push.Preferences.Preview;
import chat.parley.push.WakeUp.Pending;
import chat.parley.push.port.DisplayNames;
import chat.parley.push.port.PreferenceRecords;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes notifications: of what the user and the server both allow to be shown, and with counts as they are just now. */
public final class Composer {

    private final Conversations conversations;
    private final DisplayNames names;
    private final PreferenceRecords preferences;
    private final PushRules rules;
    private final Unreadable unreadable;

    /** @param unreadable may have a conversation that cannot be read left out of the badge */
    public Composer(
            Conversations conversations,
            DisplayNames names,
            PreferenceRecords preferences,
            PushRules rules,
            Unreadable unreadable) {
        this.conversations = conversations;
        this.names = names;
        this.preferences = preferences;
        this.rules = rules;
        this.unreadable = unreadable;
    }

    /**
     * @param subject null when a notification is to go
     * @param badges of those who were counted just now; whoever is not in it is counted and put there
     */
    Notification of(WakeUp.Key key, Pending pending, @Nullable Subject subject, Map<UserId, Long> badges) {
        long badge = badges.computeIfAbsent(key.user(), user -> conversations.unread(user, unreadable));
        long expiresAt = pending.since() + rules.ttl().toMillis();
        if (subject == null) {
            return new Notification.Clear(key.conversation(), pending.message(), badge, expiresAt);
        }
        Roster roster = subject.member().roster();
        Preview preview = previewOf(key.user());
        boolean named = preview != Preview.NOTHING;
        String text = subject.message().content() instanceof Body body && preview == Preview.FULL ? body.text() : null;
        return new Notification.Show(
                key.conversation(),
                roster.profile().type(),
                pending.message(),
                named ? roster.title() : null,
                named ? names.of(subject.message().from()) : null,
                text,
                conversations.view(subject.member(), key.user()).unread(),
                badge,
                named && subject.mentioned(),
                expiresAt);
    }

    Notification test(UserId user, long now) {
        return new Notification.Test(
                conversations.unread(user, unreadable), now + rules.ttl().toMillis());
    }

    /** The stricter of the user's choice and the server's. */
    private Preview previewOf(UserId user) {
        Preview own = preferences.of(user).preview();
        return own.compareTo(rules.preview()) > 0 ? own : rules.preview();
    }
}
