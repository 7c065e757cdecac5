package chat.parley.push.port;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import java.util.Collection;
import java.util.Map;

/** How users want to be woken. Promises: what a method set survives a crash once it returns; the defaults take no room. */
public interface PreferenceRecords {

    Preferences of(UserId user);

    void put(UserId user, Preferences preferences);

    /** Those of the users who have set something for the conversation. */
    Map<UserId, Preferences.OfConversation> of(ConversationId conversation, Collection<UserId> users);

    void put(UserId user, ConversationId conversation, Preferences.OfConversation preferences);
}
