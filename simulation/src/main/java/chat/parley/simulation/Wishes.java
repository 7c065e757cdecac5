package chat.parley.simulation;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Role;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What people want: mostly to say something, often twice, and now and then to change who is in. */
final class Wishes {

    private static final int USERS = 5;
    private static final int CREATION_KEYS = 2;
    private static final int SENDS_REMEMBERED_MAX = 30;

    private final Chance chance;
    private final List<UserId> users;
    private final List<ConversationId> conversations = new ArrayList<>();
    private final List<Command.Send> sends = new ArrayList<>();
    private final int creationKeys;
    private int keys;

    Wishes(Chance chance) {
        this(chance, CREATION_KEYS);
    }

    /** @param creationKeys how many groups each may make: those that all have left are dead */
    Wishes(Chance chance, int creationKeys) {
        this.chance = chance;
        this.creationKeys = creationKeys;
        this.users =
                IntStream.range(0, USERS).mapToObj(i -> new UserId("u" + i)).toList();
    }

    /** Conversations that somebody has wished for, whether they came to be or not. */
    List<ConversationId> conversations() {
        return conversations;
    }

    List<UserId> users() {
        return users;
    }

    UserId user() {
        return chance.of(users);
    }

    Command next() {
        if (conversations.isEmpty() || chance.in(0.06)) {
            return create();
        }
        return switch (chance.below(20)) {
            case 0, 1 -> repeated(true);
            case 2 -> repeated(false);
            case 3 -> new Command.AddMembers(conversation(), user(), someUsers());
            case 4 -> new Command.RemoveMember(conversation(), user(), user());
            case 5 -> leave();
            case 6 -> new Command.Rename(conversation(), user(), "t" + chance.below(2));
            case 7 -> new Command.SetRole(conversation(), user(), user(), chance.of(List.of(Role.values())));
            default -> send();
        };
    }

    private Command create() {
        UserId creator = user();
        if (chance.in(0.3)) {
            UserId other = user();
            return other.equals(creator) ? group(creator) : direct(creator, other);
        }
        return group(creator);
    }

    private Command direct(UserId creator, UserId other) {
        ConversationId id = known(ConversationId.direct(creator, other));
        return new Command.Create(id, creator, ConversationType.DIRECT, null, HistoryVisibility.ALL, List.of(other));
    }

    private Command group(UserId creator) {
        ConversationId id = known(ConversationId.group(creator, new ClientMsgId("g" + chance.below(creationKeys))));
        HistoryVisibility history = chance.in(0.5) ? HistoryVisibility.ALL : HistoryVisibility.JOINED;
        return new Command.Create(id, creator, ConversationType.GROUP, "t", history, someUsers());
    }

    private ConversationId known(ConversationId id) {
        if (!conversations.contains(id)) {
            conversations.add(id);
        }
        return id;
    }

    private Command leave() {
        UserId user = user();
        return new Command.RemoveMember(conversation(), user, user);
    }

    private Command send() {
        int number = ++keys;
        Command.Send send =
                new Command.Send(conversation(), user(), new ClientMsgId("k" + number), Body.text("m" + number));
        sends.add(send);
        if (sends.size() > SENDS_REMEMBERED_MAX) {
            sends.removeFirst();
        }
        return send;
    }

    private Command repeated(boolean sameBody) {
        if (sends.isEmpty()) {
            return send();
        }
        Command.Send earlier = chance.of(sends);
        return sameBody
                ? earlier
                : new Command.Send(
                        earlier.conversation(), earlier.actor(), earlier.clientMsgId(), Body.text("another"));
    }

    private ConversationId conversation() {
        return chance.of(conversations);
    }

    private List<UserId> someUsers() {
        return IntStream.range(0, chance.between(1, 3)).mapToObj(_ -> user()).toList();
    }
}
