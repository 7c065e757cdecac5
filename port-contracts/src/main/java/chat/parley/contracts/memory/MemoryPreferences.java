package chat.parley.contracts.memory;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.port.PreferenceRecords;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Preferences in maps. */
public final class MemoryPreferences implements PreferenceRecords {

    private record Key(UserId user, ConversationId conversation) {}

    private final Map<UserId, Preferences> ofUsers = new ConcurrentHashMap<>();
    private final Map<Key, Preferences.OfConversation> ofConversations = new ConcurrentHashMap<>();

    @Override
    public Preferences of(UserId user) {
        return ofUsers.getOrDefault(user, Preferences.DEFAULT);
    }

    @Override
    public void put(UserId user, Preferences preferences) {
        ofUsers.put(user, preferences);
    }

    @Override
    public Map<UserId, Preferences.OfConversation> of(ConversationId conversation, Collection<UserId> users) {
        Map<UserId, Preferences.OfConversation> found = new HashMap<>();
        for (UserId user : users) {
            Preferences.OfConversation one = ofConversations.get(new Key(user, conversation));
            if (one != null) {
                found.put(user, one);
            }
        }
        return found;
    }

    @Override
    public void put(UserId user, ConversationId conversation, Preferences.OfConversation preferences) {
        if (preferences.equals(Preferences.OfConversation.DEFAULT)) {
            ofConversations.remove(new Key(user, conversation));
        } else {
            ofConversations.put(new Key(user, conversation), preferences);
        }
    }
}
