package chat.parley.fabric;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who types where, told to the devices of the other members. It is kept nowhere: it ends by itself after six seconds, by
 * a message, or with the membership.
 */
public final class Typing {

    /** Larger conversations are not told. */
    static final int MEMBERS_MAX = 32;

    static final Duration ENDS_AFTER = Duration.ofSeconds(6);

    /** A client that begins and ends all the time is told no oftener. */
    static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    /** One that goes on is told again so often, for those who came meanwhile and for clients with a clock of their own. */
    static final Duration REPEATED_EVERY = Duration.ofSeconds(3);

    /** Nobody types in more conversations at a time; what a broken client says beyond that is nothing. */
    static final int AT_ONCE_MAX = 4;

    private static final class Typist {
        final UserId user;
        final ConversationId conversation;
        boolean active;
        boolean told;
        long toldAt;
        long activeAt;

        Typist(UserId user, ConversationId conversation) {
            this.user = user;
            this.conversation = conversation;
        }
    }

    private final Sessions sessions;
    private final Conversations conversations;
    private final Directory directory;
    private final Frames frames;
    private final Clock clock;

    /** Changed only by who has the lock; whether there is one, anybody may ask. */
    private final Map<UserId, List<Typist>> byUser = new ConcurrentHashMap<>();

    public Typing(Sessions sessions, Conversations conversations, Directory directory, Frames frames, Clock clock) {
        this.sessions = sessions;
        this.conversations = conversations;
        this.directory = directory;
        this.frames = frames;
        this.clock = clock;
    }

    /**
     * A user types, or types no more. Waits for the directory.
     *
     * @return whether he may: who is no member is not heard
     * @throws StoreUnavailable when the directory does not answer
     */
    public Access set(UserId user, ConversationId conversation, boolean active) {
        Access access = conversations.access(conversation, user);
        if (access instanceof Access.Member member && member.roster().members().size() <= MEMBERS_MAX) {
            set(user, member.roster(), active);
        }
        return access;
    }

    private synchronized void set(UserId user, Roster roster, boolean active) {
        Typist typist = typist(user, roster.profile().id());
        if (typist == null) {
            typist = active ? begin(user, roster.profile().id()) : null;
        }
        if (typist == null) {
            return;
        }
        long now = clock.millis();
        typist.active = active;
        if (active) {
            typist.activeAt = now;
        }
        boolean repeats = active && typist.told;
        if (active != typist.told || repeats) {
            Duration pause = repeats ? REPEATED_EVERY : TOLD_EVERY;
            if (now - typist.toldAt >= pause.toMillis()) {
                tell(typist, roster.members(), now);
            }
        }
    }

    private @Nullable Typist begin(UserId user, ConversationId conversation) {
        List<Typist> typists = byUser.computeIfAbsent(user, _ -> new ArrayList<>(1));
        if (typists.size() == AT_ONCE_MAX) {
            return null;
        }
        Typist typist = new Typist(user, conversation);
        typists.add(typist);
        return typist;
    }

    /** A message has been told to these: its sender types no more, unless he began again after it. */
    void sent(Message message, List<UserId> to) {
        if (!byUser.containsKey(message.from())) {
            return;
        }
        synchronized (this) {
            Typist typist = typist(message.from(), message.conversation());
            if (typist != null && typist.activeAt <= message.serverTs()) {
                typist.active = false;
                if (typist.told) {
                    tell(typist, to, clock.millis());
                }
            }
        }
    }

    /** A user is a member no more; the others are told at the next step. */
    void left(ConversationId conversation, UserId user) {
        if (!byUser.containsKey(user)) {
            return;
        }
        synchronized (this) {
            Typist typist = typist(user, conversation);
            if (typist != null) {
                typist.active = false;
            }
        }
    }

    /** Ends what is due. To be called some times a second; waits for the directory. */
    public void step() {
        for (Typist typist : due()) {
            Roster roster;
            try {
                roster = directory.roster(typist.conversation);
            } catch (StoreUnavailable e) {
                // Clients end it by themselves, or are told at a later step.
                continue;
            }
            List<UserId> members = roster == null ? List.of() : roster.members();
            synchronized (this) {
                if (typist.active != typist.told) {
                    tell(typist, members.size() <= MEMBERS_MAX ? members : List.of(), clock.millis());
                }
            }
        }
    }

    private synchronized List<Typist> due() {
        List<Typist> due = new ArrayList<>();
        long now = clock.millis();
        for (Iterator<List<Typist>> users = byUser.values().iterator(); users.hasNext(); ) {
            List<Typist> typists = users.next();
            for (Typist typist : typists) {
                if (now - typist.activeAt >= ENDS_AFTER.toMillis()) {
                    typist.active = false;
                }
                if (typist.active != typist.told && now - typist.toldAt >= TOLD_EVERY.toMillis()) {
                    due.add(typist);
                }
            }
            typists.removeIf(one -> !one.active && !one.told && now - one.toldAt >= TOLD_EVERY.toMillis());
            if (typists.isEmpty()) {
                users.remove();
            }
        }
        return due;
    }

    private void tell(Typist typist, List<UserId> members, long now) {
        byte[] frame = frames.typing(typist.conversation, typist.user, typist.active);
        for (UserId member : members) {
            if (!member.equals(typist.user)) {
                sessions.of(member).forEach(device -> device.deliver(frame));
            }
        }
        typist.told = typist.active;
        typist.toldAt = now;
    }

    private @Nullable Typist typist(UserId user, ConversationId conversation) {
        for (Typist typist : byUser.getOrDefault(user, List.of())) {
            if (typist.conversation.equals(conversation)) {
                return typist;
            }
        }
        return null;
    }
}
