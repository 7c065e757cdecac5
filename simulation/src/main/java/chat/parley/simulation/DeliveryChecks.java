package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Parcel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I9 and at-least-once: who is told of what. */
final class DeliveryChecks {

    private record Told(UserId user, ConversationId conversation, MessageId message) {}

    private record Place(UserId user, ConversationId conversation) {}

    /** Which change of the members a user was last shown a conversation by, or told that he is out of it. */
    private final Map<Place, Position> shown = new HashMap<>();

    private final Map<Place, Position> seenOut = new HashMap<>();
    private final Map<Place, Long> newest = new HashMap<>();

    private final World world;
    private final Set<Told> told = new HashSet<>();

    DeliveryChecks(World world) {
        this.world = world;
    }

    /** Up to which change each conversation's members are known at this moment. */
    Map<ConversationId, Position> versions() {
        Map<ConversationId, Position> versions = new HashMap<>();
        for (ReferenceConversation conversation : world.reference().conversations()) {
            versions.put(conversation.id(), world.members().version(conversation.id()));
        }
        return versions;
    }

    /** @param asOf the versions when the worker began this step: what it knows of members is not older */
    void delivered(List<Parcel> parcels, Map<ConversationId, Position> asOf) {
        for (Parcel parcel : parcels) {
            switch (parcel) {
                case Parcel.NewMessage message -> message.to().forEach(user -> message(message.message(), user, asOf));
                case Parcel.ReceiptGiven receipt ->
                    receipt.to()
                            .forEach(user ->
                                    require(isMember(receipt.cursor().conversation(), user, asOf), parcel, user));
                case Parcel.ConversationChanged changed ->
                    changed.to().forEach(user -> {
                        require(isMember(changed.conversation(), user, asOf), parcel, user);
                        seen(shown, user, changed.conversation());
                    });
                case Parcel.ConversationLeft left ->
                    left.to().forEach(user -> {
                        require(wasOut(left.conversation(), user, asOf), parcel, user);
                        seen(seenOut, user, left.conversation());
                    });
                case Parcel.Missed _ -> allLook();
            }
        }
    }

    private void message(Message message, UserId user, Map<ConversationId, Position> asOf) {
        world.checks().rows().shown(message);
        Position first = asOf.getOrDefault(message.conversation(), Position.START);
        boolean hears = stays(message.conversation()).stream()
                .anyMatch(stay -> stay.user().equals(user)
                        && stay.from().compareTo(message.position()) <= 0
                        && !stay.endedBy(message.position())
                        && !stay.endedBy(first));
        require(hears, message, user);
        inOrder(message, user);
        told.add(new Told(user, message.conversation(), message.id()));
    }

    /** Whoever is told to look finds what is stored. */
    private void allLook() {
        for (ReferenceConversation conversation : world.reference().conversations()) {
            for (Message expected : conversation.messages()) {
                Message message = world.checks().rows().stored(conversation.id(), expected.seq());
                if (message != null) {
                    stays(conversation.id())
                            .forEach(stay -> told.add(new Told(stay.user(), conversation.id(), message.id())));
                }
            }
            stays(conversation.id()).forEach(stay -> {
                seen(shown, stay.user(), conversation.id());
                seen(seenOut, stay.user(), conversation.id());
            });
        }
    }

    private void seen(Map<Place, Position> seen, UserId user, ConversationId id) {
        seen.put(new Place(user, id), world.members().version(id));
    }

    private boolean isMember(ConversationId id, UserId user, Map<ConversationId, Position> asOf) {
        Position first = asOf.getOrDefault(id, Position.START);
        Position last = world.members().version(id);
        return stays(id).stream().anyMatch(stay -> stay.user().equals(user) && stay.holdsWithin(first, last));
    }

    /** Whether he was no member at some moment from then to now. */
    private boolean wasOut(ConversationId id, UserId user, Map<ConversationId, Position> asOf) {
        Position first = asOf.getOrDefault(id, Position.START);
        Position last = world.members().version(id);
        return stays(id).stream()
                .noneMatch(
                        stay -> stay.user().equals(user) && stay.from().compareTo(first) <= 0 && !stay.endedBy(last));
    }

    /** Some come again, but what is new to a member comes in its order, and none is left out before it. */
    private void inOrder(Message message, UserId user) {
        Place place = new Place(user, message.conversation());
        Long before = newest.get(place);
        boolean leftOut = before != null
                && stays(message.conversation()).stream()
                        .anyMatch(stay -> stay.user().equals(user)
                                && stay.holdsAt(message.position())
                                && !isToldAll(stay, message.conversation(), before + 1, message.seq()));
        if (leftOut) {
            throw new Violation(Invariant.TOLD_IN_ORDER, user + " is told of " + message + " after " + before);
        }
        newest.merge(place, message.seq(), Math::max);
    }

    /** Whether all from one seq up to another, that this stay hears, were told. */
    private boolean isToldAll(Stay stay, ConversationId id, long from, long to) {
        for (long seq = from; seq < to; seq++) {
            Message one = world.checks().rows().stored(id, seq);
            if (one != null
                    && stay.from().compareTo(one.position()) <= 0
                    && !told.contains(new Told(stay.user(), id, one.id()))) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean right, Object parcel, UserId user) {
        if (!right) {
            throw new Violation(Invariant.MEMBERS_ALONE, user + " is told of " + parcel);
        }
    }

    private List<Stay> stays(ConversationId id) {
        ReferenceConversation conversation = world.reference().conversation(id);
        return conversation == null ? List.of() : conversation.stays();
    }

    /** Whoever is a member has been shown the last change, and who is none any more has been told that. */
    private void changesWereShown(ReferenceConversation conversation) {
        Position last = world.members().version(conversation.id());
        Map<UserId, Stay> latest = new HashMap<>();
        conversation.stays().forEach(stay -> latest.put(stay.user(), stay));
        latest.forEach((user, stay) -> {
            Place place = new Place(user, conversation.id());
            Position end = stay.to();
            Position due = end == null ? last : end;
            Position seen = (end == null ? shown : seenOut).getOrDefault(place, Position.START);
            if (due.isAfter(seen)) {
                throw new Violation(
                        Invariant.CHANGES_ARE_SHOWN,
                        user + (end == null ? " was not shown " : " was not told that he is out of ") + place
                                + " as of " + due);
            }
        });
    }

    void atEnd() {
        for (ReferenceConversation conversation : world.reference().conversations()) {
            changesWereShown(conversation);
            for (Message expected : conversation.messages()) {
                Message message = world.checks().rows().stored(conversation.id(), expected.seq());
                for (Stay stay : conversation.stays()) {
                    boolean member = stay.to() == null && stay.from().compareTo(expected.position()) <= 0;
                    if (member
                            && (message == null
                                    || !told.contains(new Told(stay.user(), conversation.id(), message.id())))) {
                        throw new Violation(Invariant.TOLD_AT_LEAST_ONCE, stay.user() + " was not told of " + expected);
                    }
                }
            }
        }
    }
}
