package chat.parley.embedded;

import chat.parley.accounts.Device;
import chat.parley.domain.Body;
import chat.parley.domain.BodyHash;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.ReplyTo;
import chat.parley.push.PushEvent;
import chat.parley.push.WakeUp;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Values of every kind that is stored, drawn from a seed; the extremes come often. */
final class RandomValues {

    private static final String ID_CHARACTERS = "09AZaz-._";

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    Message message() {
        return new Message(
                conversation(),
                messageId(),
                number(),
                user(),
                content(),
                number(),
                random.nextBoolean() ? null : new ClientMsgId(id()),
                number(),
                position());
    }

    Content content() {
        return switch (random.nextInt(7)) {
            case 0 -> new Body(random.nextBoolean() ? null : text(), list(this::text));
            case 1 -> new Event.Created(list(this::user), random.nextBoolean() ? null : text());
            case 2 -> new Event.MembersAdded(list(this::user));
            case 3 -> new Event.MemberRemoved(user());
            case 4 -> new Event.MemberLeft(user());
            case 5 -> new Event.Renamed(text());
            default -> new Event.RoleChanged(user(), role());
        };
    }

    IndexRow indexRow() {
        EntryKey key = switch (random.nextInt(3)) {
            case 0 -> new EntryKey.OfCreation(conversation());
            case 1 -> new EntryKey.OfPosition(conversation(), position());
            default -> new EntryKey.OfSend(conversation(), user(), new ClientMsgId(id()));
        };
        return new IndexRow(
                key,
                position(),
                random.nextInt(3),
                messageId(),
                number(),
                number(),
                number(),
                number(),
                new BodyHash(random.nextLong(), random.nextLong()));
    }

    Head head() {
        return new Head(conversation(), position(), number(), messageId(), number(), number());
    }

    ReceiptKind kind() {
        return random.nextBoolean() ? ReceiptKind.READ : ReceiptKind.DELIVERED;
    }

    Cursor cursor() {
        return new Cursor(conversation(), user(), kind(), messageId(), number(), number(), number());
    }

    Tenure tenure() {
        return new Tenure(
                position(),
                random.nextBoolean() ? null : position().next(),
                role(),
                position(),
                number(),
                number(),
                messageId(),
                number());
    }

    Profile profile() {
        return new Profile(
                conversation(),
                random.nextBoolean() ? ConversationType.DIRECT : ConversationType.GROUP,
                random.nextBoolean() ? HistoryVisibility.ALL : HistoryVisibility.JOINED,
                user(),
                number());
    }

    /** Without its messages, which are no part of its row. */
    DeliveryEvent event() {
        return new DeliveryEvent(
                conversation(),
                position(),
                List.of(),
                position(),
                random.nextBoolean(),
                list(this::user),
                new ReplyTo(random.nextLong(), random.nextLong(), random.nextLong()));
    }

    PushEvent pushEvent() {
        return random.nextBoolean()
                ? new PushEvent.Read(conversation(), user(), messageId(), number())
                : new PushEvent.Told(
                        conversation(),
                        messageId(),
                        number(),
                        position(),
                        user(),
                        list(() -> new PushEvent.Home(user(), device())),
                        (int) (number() >>> 32));
    }

    WakeUp wakeUp() {
        return new WakeUp(
                new WakeUp.Key(user(), device(), conversation()),
                platform(),
                random.nextBoolean() ? null : pending(),
                random.nextBoolean() ? null : new WakeUp.Shown(messageId(), number(), number()),
                number());
    }

    private WakeUp.Pending pending() {
        WakeUp.Kind kind = random.nextBoolean() ? WakeUp.Kind.SHOW : WakeUp.Kind.CLEAR;
        return new WakeUp.Pending(kind, messageId(), number(), number(), number(), (int) (number() >>> 32));
    }

    Device registration() {
        return new Device(
                user(),
                device(),
                random.nextBoolean() ? null : platform(),
                random.nextBoolean() ? null : text(),
                number(),
                random.nextBoolean() ? null : id(),
                random.nextBoolean() ? null : text(),
                random.nextBoolean() ? null : number());
    }

    Platform platform() {
        return List.of(Platform.values()).get(random.nextInt(Platform.values().length));
    }

    DeviceId device() {
        return new DeviceId(id());
    }

    ConversationId conversation() {
        return new ConversationId(id());
    }

    UserId user() {
        return new UserId(id());
    }

    MessageId messageId() {
        return new MessageId(number());
    }

    Position position() {
        return new Position((int) (number() >>> 33), number());
    }

    Role role() {
        return List.of(Role.values()).get(random.nextInt(3));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Not negative, of any magnitude. */
    long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4) == 0 ? 0 : random.nextInt(300);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> 0x10000 + random.nextInt(0x1000);
                        case 2 -> 0x80 + random.nextInt(0x1000);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    /** Of few characters and often short, so that ids often begin alike. */
    String id() {
        int length = random.nextInt(4) == 0 ? 1 + random.nextInt(64) : 1 + random.nextInt(3);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private <T> List<T> list(Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(5)).toList();
    }
}
