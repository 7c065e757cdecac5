package chat.parley.simulation.push;

import chat.parley.domain.Body;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.push.Preferences;
import java.time.Instant;

/** Whether a user wants to be woken, found without the code that is judged by it. */
final class Wishes {

    private Wishes() {}

    static boolean everWanted(PushWorld world, Message message, UserId user, long from, long to, long millis) {
        return !isMuted(world, message, user, from, to, millis, true)
                && world.facts.preferencesOf(user).ever(from, to, one -> !isQuiet(one, millis));
    }

    /** @param always whether it has to be so all the time */
    static boolean isMuted(
            PushWorld world, Message message, UserId user, long from, long to, long millis, boolean always) {
        boolean named = names(message, user);
        Timeline<Preferences.OfConversation> level = world.facts.levelOf(message.conversation(), user);
        return always
                ? level.always(from, to, one -> mutes(one, named, millis))
                : level.ever(from, to, one -> mutes(one, named, millis));
    }

    static boolean isQuiet(Preferences preferences, long millis) {
        Preferences.QuietHours quiet = preferences.quietHours();
        if (quiet == null) {
            return false;
        }
        int now =
                Instant.ofEpochMilli(millis).atZone(quiet.zone()).toLocalTime().toSecondOfDay();
        int begin = quiet.from().toSecondOfDay();
        int end = quiet.to().toSecondOfDay();
        int day = 24 * 60 * 60;
        return begin == end || Math.floorMod(now - begin, day) < Math.floorMod(end - begin, day);
    }

    private static boolean mutes(Preferences.OfConversation wish, boolean named, long millis) {
        if (wish.until() != null && millis >= wish.until()) {
            return false;
        }
        return wish.level() == Preferences.Level.NONE || (wish.level() == Preferences.Level.MENTIONS && !named);
    }

    private static boolean names(Message message, UserId user) {
        String text = message.content() instanceof Body body && body.text() != null ? body.text() : "";
        return text.equals("@" + user) || text.equals("@all");
    }
}
