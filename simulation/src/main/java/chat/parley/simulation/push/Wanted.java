package chat.parley.simulation.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import chat.parley.push.port.PreferenceRecords;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The facts of how users want to be woken, as the push fabric's port shows them. */
final class Wanted implements PreferenceRecords {

    private final PushWorld world;

    Wanted(PushWorld world) {
        this.world = world;
    }

    @Override
    public Preferences of(UserId user) {
        return world.facts.preferencesOf(user).now();
    }

    @Override
    public void put(UserId user, Preferences wanted) {
        world.facts.preferencesOf(user).set(world.now(), wanted);
    }

    @Override
    public Map<UserId, Preferences.OfConversation> of(ConversationId conversation, Collection<UserId> users) {
        Map<UserId, Preferences.OfConversation> found = new HashMap<>();
        users.forEach(
                user -> found.put(user, world.facts.levelOf(conversation, user).now()));
        return found;
    }

    @Override
    public void put(UserId user, ConversationId conversation, Preferences.OfConversation wanted) {
        world.facts.levelOf(conversation, user).set(world.now(), wanted);
    }
}
