package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.accounts.Device;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Profile;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.embedded.RosterRows.ProfileRow;
import chat.parley.embedded.StateRows.Floor;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.push.PushEvent;
import chat.parley.push.WakeUp;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random values through every codec, and random keys in the order of their bytes. Each failure names its seed. */
class RowsTest {

    private static final int ROUNDS = 2_000;

    private final RowWriter row = new RowWriter(16);

    @Test
    void everyValueIsReadAsItWasWritten() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomValues random = new RandomValues(seed);
            messages(seed, random.message());
            index(seed, random.indexRow());
            head(seed, random.head());
            cursor(seed, random.cursor());
            tenure(seed, random.user(), random.tenure());
            profile(seed, random.profile(), random.position());
            event(seed, random.event(), random.number());
            places(seed, random);
            device(seed, random.registration());
            wakeUp(seed, random.wakeUp());
            pushEvent(seed, random.pushEvent(), random.position(), random.number());
        }
    }

    @Test
    void aValueWithOneFlippedBitIsNeverRead() {
        for (long seed = 0; seed < 200; seed++) {
            Message message = new RandomValues(seed).message();
            byte[] key = Keys.message(message.conversation(), message.id());
            byte[] value = MessageRow.write(row, key, message);
            for (int bit = 0; bit < value.length * 8; bit += 1 + bit % 13) {
                byte[] flipped = value.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> MessageRow.read(key, flipped))
                        .as("seed %d bit %d", seed, bit)
                        .isInstanceOf(DamagedRow.class);
            }
        }
    }

    @Test
    void aValueUnderAnotherKeyIsNeverRead() {
        Message message = new RandomValues(1).message();
        byte[] key = Keys.message(message.conversation(), message.id());
        byte[] other =
                Keys.message(message.conversation(), new MessageId(message.id().value() ^ 1));
        byte[] value = MessageRow.write(row, key, message);
        assertThatThrownBy(() -> MessageRow.read(other, value)).isInstanceOf(DamagedRow.class);
    }

    /** Even with a checksum that fits, as when somebody else has written it. */
    @Test
    void bytesThatNobodyWroteAreDamagedAndNothingWorse() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomValues random = new RandomValues(seed);
            byte[] key = Keys.message(random.conversation(), random.messageId());
            row.clear();
            for (int i = random.below(60); i > 0; i--) {
                row.int8(random.below(256));
            }
            byte[] value = row.valueOf(key);
            try {
                assertThat(MessageRow.read(key, value).id()).as("seed %d", seed).isNotNull();
            } catch (RuntimeException e) {
                assertThat(e).as("seed %d", seed).isInstanceOf(DamagedRow.class);
            }
        }
    }

    @Test
    void messagesLieInTheOrderOfTheirConversationsAndIds() {
        record At(ConversationId conversation, MessageId id) {
            byte[] key() {
                return Keys.message(conversation, id);
            }
        }
        Comparator<At> order = Comparator.comparing(At::conversation).thenComparing(At::id);
        for (long seed = 0; seed < ROUNDS * 5; seed++) {
            RandomValues random = new RandomValues(seed);
            At one = new At(random.conversation(), random.messageId());
            At other = random.below(2) == 0
                    ? new At(one.conversation, random.messageId())
                    : new At(random.conversation(), random.messageId());
            assertThat(Integer.signum(Arrays.compareUnsigned(one.key(), other.key())))
                    .as("seed %d", seed)
                    .isEqualTo(Integer.signum(order.compare(one, other)));
        }
    }

    @Test
    void eventsLieInTheOrderOfTheirPositions() {
        for (long seed = 0; seed < ROUNDS * 5; seed++) {
            RandomValues random = new RandomValues(seed);
            Position one = random.position();
            Position other = random.below(2) == 0 ? random.position() : new Position(one.generation(), random.number());
            assertThat(Integer.signum(Arrays.compareUnsigned(Keys.event(one), Keys.event(other))))
                    .as("seed %d", seed)
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        }
    }

    @Test
    void whatBelongsToOneIsInItsRangeAndNothingElse() {
        for (long seed = 0; seed < ROUNDS * 5; seed++) {
            RandomValues random = new RandomValues(seed);
            ConversationId one = random.conversation();
            ConversationId other = random.conversation();
            byte[] from = Keys.conversation(one);
            byte[] to = Keys.behind(from);
            for (byte[] key : List.of(
                    Keys.message(other, random.messageId()),
                    Keys.cursor(other, random.user(), random.kind()),
                    Keys.profile(other),
                    Keys.title(other, random.position()),
                    Keys.tenure(other, random.user(), random.position()))) {
                boolean inRange = Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;
                assertThat(inRange).as("seed %d", seed).isEqualTo(one.equals(other));
                assertThat(Keys.hasPrefix(key, from)).as("seed %d", seed).isEqualTo(inRange);
            }
        }
    }

    @Test
    void differentEntriesHaveDifferentIndexKeys() {
        for (long seed = 0; seed < ROUNDS * 5; seed++) {
            RandomValues random = new RandomValues(seed);
            EntryKey one = random.indexRow().key();
            EntryKey other = random.indexRow().key();
            boolean share = one instanceof EntryKey.OfSend(var _, var sender, var key)
                    && other instanceof EntryKey.OfSend(var _, var otherSender, var otherKey)
                    && sender.equals(otherSender)
                    && key.equals(otherKey);
            assertThat(Arrays.equals(IndexRows.key(3, one), IndexRows.key(3, other)))
                    .as("seed %d", seed)
                    .isEqualTo(one.equals(other) || share);
        }
    }

    private void messages(long seed, Message message) {
        byte[] key = Keys.message(message.conversation(), message.id());
        assertThat(MessageRow.read(key, MessageRow.write(row, key, message)))
                .as("seed %d", seed)
                .isEqualTo(message);
    }

    private void index(long seed, IndexRow index) {
        byte[] key = IndexRows.key(3, index.key());
        assertThat(IndexRows.read(key, IndexRows.write(row, key, index)))
                .as("seed %d", seed)
                .isEqualTo(index);
        if (index.key() instanceof EntryKey.OfSend send) {
            byte[] own = IndexRows.own(3, send);
            assertThat(IndexRows.read(own, IndexRows.write(row, own, index)))
                    .as("seed %d", seed)
                    .isEqualTo(index);
        }
    }

    private void head(long seed, Head head) {
        byte[] key = Keys.conversation(head.conversation());
        assertThat(StateRows.head(head.conversation(), key, StateRows.head(row, key, head)))
                .as("seed %d", seed)
                .isEqualTo(head);
    }

    private void cursor(long seed, Cursor cursor) {
        byte[] key = Keys.cursor(cursor.conversation(), cursor.user(), cursor.kind());
        assertThat(StateRows.cursor(key, StateRows.cursor(row, key, cursor)))
                .as("seed %d", seed)
                .isEqualTo(cursor);
    }

    private void tenure(long seed, UserId user, Tenure tenure) {
        byte[] key = Keys.tenure(new ConversationId("g"), user, tenure.joined());
        assertThat(RosterRows.tenure(tenure.joined(), key, RosterRows.tenure(row, key, tenure)))
                .as("seed %d", seed)
                .isEqualTo(tenure);
    }

    private void profile(long seed, Profile profile, Position version) {
        byte[] key = Keys.profile(profile.id());
        assertThat(RosterRows.profile(key, RosterRows.profile(row, key, profile, version)))
                .as("seed %d", seed)
                .isEqualTo(new ProfileRow(profile, version));
    }

    private void event(long seed, DeliveryEvent event, long logTime) {
        byte[] key = Keys.event(event.position());
        EventRow read = EventRow.read(key, EventRow.write(row, key, logTime, event));
        assertThat(read.event(List.of())).as("seed %d", seed).isEqualTo(event);
        assertThat(read.logTimeMillis()).isEqualTo(logTime);
        assertThat(read.logPosition()).isEqualTo(event.position());
    }

    private void device(long seed, Device device) {
        byte[] key = Keys.device(device.user(), device.id());
        assertThat(AccountRows.device(key, AccountRows.device(row, key, device)))
                .as("seed %d", seed)
                .isEqualTo(device);
    }

    private void wakeUp(long seed, WakeUp wakeUp) {
        byte[] key = WakeUpRows.key(wakeUp.key());
        assertThat(WakeUpRows.read(key, WakeUpRows.write(row, key, wakeUp)))
                .as("seed %d", seed)
                .isEqualTo(wakeUp);
        byte[] due = StoredWakeUps.due(wakeUp);
        if (due != null) {
            assertThat(WakeUpRows.keyOfDue(due)).as("seed %d", seed).isEqualTo(wakeUp.key());
        }
    }

    private void pushEvent(long seed, PushEvent event, Position position, long logTime) {
        byte[] key = Keys.event(position);
        assertThat(PushEventRow.read(key, PushEventRow.write(row, key, logTime, event)))
                .as("seed %d", seed)
                .isEqualTo(new Logged<>(position, logTime, event));
    }

    private void places(long seed, RandomValues random) {
        Floor floor = new Floor(random.number(), random.messageId(), random.number());
        byte[] key = Keys.conversation(random.conversation());
        assertThat(StateRows.floor(key, StateRows.floor(row, key, floor)))
                .as("seed %d", seed)
                .isEqualTo(floor);
        LogEnd end = new LogEnd(random.position(), random.number());
        assertThat(StateRows.logEnd(Keys.COVERED, StateRows.logEnd(row, Keys.COVERED, end)))
                .as("seed %d", seed)
                .isEqualTo(end);
    }
}
