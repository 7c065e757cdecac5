package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Event;
import chat.parley.domain.HistoryVisibility;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.Profile;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.Role;
import chat.parley.domain.Roster;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.ConversationView;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerFramesTest {

    private static final ConversationId CONVERSATION = new ConversationId("c1");
    private static final UserId ANN = new UserId("ann");
    private static final ClientMsgId KEY = new ClientMsgId("k:1");

    private final ServerFrames frames = new ServerFrames();

    @Test
    void writesReady() {
        assertText(
                frames.ready("1", ANN, new DeviceId("phone"), 5, Duration.ofSeconds(30)),
                "{'type':'ready','id':'1','user_id':'ann','device_id':'phone','server_ts':5,'heartbeat_ms':30000}");
    }

    @Test
    void writesAck() {
        assertText(
                frames.ack(null, KEY, CONVERSATION, new Outcome.Stored(new MessageId(5), 2, 7, false)),
                "{'type':'ack','client_msg_id':'k:1','conversation_id':'c1','message_id':'0000000000005','seq':2,"
                        + "'server_ts':7}");
        assertText(
                frames.ack("9", KEY, CONVERSATION, new Outcome.Stored(new MessageId(5), 2, 7, true)),
                "{'type':'ack','id':'9','client_msg_id':'k:1','conversation_id':'c1','message_id':'0000000000005',"
                        + "'seq':2,'server_ts':7,'duplicate':true}");
    }

    @Test
    void writesReceiptTypingAndPresence() {
        assertText(
                frames.receipt(CONVERSATION, ReceiptKind.READ, ANN, new MessageId(5), 7),
                "{'type':'receipt','kind':'read','conversation_id':'c1','user_id':'ann','message_id':'0000000000005',"
                        + "'server_ts':7}");
        assertText(
                frames.typing(CONVERSATION, ANN, true),
                "{'type':'typing','conversation_id':'c1','user_id':'ann','active':true}");
        assertText(
                frames.presence("w", ANN, PresenceStatus.OFFLINE, 7L),
                "{'type':'presence','id':'w','user_id':'ann','status':'offline','last_active_ts':7}");
        assertText(
                frames.presence(null, ANN, PresenceStatus.ONLINE, null),
                "{'type':'presence','user_id':'ann','status':'online'}");
    }

    @Test
    void writesPongAndResync() {
        assertText(frames.pong(null), "{'type':'pong'}");
        assertText(frames.pong("a\"b"), "{'type':'pong','id':'a\\'b'}");
        assertText(frames.resync(Duration.ofSeconds(5)), "{'type':'resync','within_ms':5000}");
    }

    @Test
    void writesErrors() {
        assertText(
                frames.error(null, null, Code.BAD_REQUEST, "no", null),
                "{'type':'error','code':'bad_request','message':'no'}");
        assertText(
                frames.error("1", KEY, Code.UNAVAILABLE, "wait", Duration.ofSeconds(1)),
                "{'type':'error','id':'1','code':'unavailable','message':'wait','client_msg_id':'k:1',"
                        + "'retry_after_ms':1000}");
    }

    @Test
    void writesMessagesForTheSendersDevicesAndForOthers() {
        Message message = message(new Body("hé😀", List.of("m1")), KEY);
        assertText(
                frames.message(message, false),
                "{'type':'message','conversation_id':'c1','message_id':'0000000000005','seq':2,'from':'ann',"
                        + "'text':'hé😀','media_ids':['m1'],'server_ts':7}");
        assertText(
                frames.message(message, true),
                "{'type':'message','conversation_id':'c1','message_id':'0000000000005','seq':2,'from':'ann',"
                        + "'text':'hé😀','media_ids':['m1'],'server_ts':7,'client_msg_id':'k:1'}");
    }

    @Test
    void writesEvents() {
        assertText(
                frames.message(message(new Event.RoleChanged(ANN, Role.ADMIN), null), false),
                "{'type':'message','conversation_id':'c1','message_id':'0000000000005','seq':2,'from':'ann',"
                        + "'kind':'event','event':{'what':'role_changed','user_ids':['ann'],'role':'admin'},"
                        + "'server_ts':7}");
    }

    @Test
    void writesConversations() {
        assertText(
                frames.conversation(view(CONVERSATION)),
                "{'type':'conversation','conversation':{'conversation_id':'c1','type':'group','title':'us',"
                        + "'history':'all','member_count':1,'members':[{'user_id':'ann','role':'owner','joined_at':3}],"
                        + "'role':'owner','created_at':3,'first_visible_seq':1,'last_message_id':'0000000000005',"
                        + "'last_seq':2,'read_message_id':null,'unread':1}}");
        assertText(
                frames.conversationLeft(CONVERSATION, ConversationType.GROUP),
                "{'type':'conversation','conversation':{'conversation_id':'c1','type':'group'},'removed':true}");
    }

    @Test
    void writesSynced() {
        List<byte[]> written = new ArrayList<>();
        frames.synced("1", List.of(standing(CONVERSATION, true)), "tok", true, written::add);
        assertThat(written).hasSize(1);
        assertText(
                written.getFirst(),
                "{'type':'synced','id':'1','conversations':{'c1':{'last_message_id':'0000000000005','last_seq':2,"
                        + "'read_message_id':null,'unread':1,'more':true}},'since':'tok','reset':true}");
    }

    @Test
    void whatIsNotAllIsPartialAndGivesNoToken() {
        List<byte[]> written = new ArrayList<>();
        frames.syncedInPart("1", List.of(standing(CONVERSATION, false)), true, written::add);
        assertThat(written).hasSize(1);
        assertText(
                written.getFirst(),
                "{'type':'synced','id':'1','conversations':{'c1':{'last_message_id':'0000000000005','last_seq':2,"
                        + "'read_message_id':null,'unread':1,'more':false}},'partial':true,'reset':true}");
    }

    @Test
    void cutsABigSyncedIntoFramesOf64KiB() {
        List<CatchUp.Standing> standings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            standings.add(standing(new ConversationId("c".repeat(60) + (1000 + i)), false));
        }
        List<byte[]> written = new ArrayList<>();
        frames.synced("1", standings, "tok", false, written::add);

        assertThat(written)
                .hasSizeGreaterThan(2)
                .allSatisfy(frame -> assertThat(text(frame))
                        .hasSizeLessThan(64 * 1024)
                        .startsWith("{\"type\":\"synced\",\"id\":\"1\",\"conversations\":{\"ccc"));
        assertThat(written.subList(0, written.size() - 1))
                .allSatisfy(frame -> assertThat(text(frame)).endsWith("\"partial\":true}"));
        assertThat(text(written.getLast())).endsWith("\"since\":\"tok\"}").doesNotContain("partial");
        assertThat(written.stream().flatMap(frame -> ids(text(frame))))
                .containsExactlyElementsOf(standings.stream()
                        .map(standing -> standing.conversation().value())
                        .toList());
    }

    private static CatchUp.Standing standing(ConversationId id, boolean more) {
        return new CatchUp.Standing(id, new MessageId(5), 2, MessageId.ZERO, 1, more);
    }

    private static Stream<String> ids(String synced) {
        return Pattern.compile("ccc[c0-9]+").matcher(synced).results().map(MatchResult::group);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 80, 100, 65_000, 65_400, 65_536, 100_000})
    void theHeaderHoldsTheLength(int length) {
        byte[] frame = frames.error(null, null, Code.CONFLICT, "x".repeat(length), null);
        assertThat(text(frame).length()).isEqualTo(length + 47);
    }

    private static void assertText(byte[] frame, String expected) {
        assertThat(text(frame)).isEqualTo(expected.replace('\'', '"'));
    }

    /** Checks the header, and that the length is in its shortest form. */
    private static String text(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        assertThat(bytes.get()).isEqualTo((byte) 0x81);
        int first = bytes.get();
        assertThat(first).as("not masked").isNotNegative();
        long length = first < 126 ? first : first == 126 ? bytes.getShort() & 0xFFFF : bytes.getLong();
        assertThat(first).isEqualTo(length < 126 ? (int) length : length < 65_536 ? 126 : 127);
        assertThat(bytes.remaining()).isEqualTo((int) length);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static Message message(Content content, @Nullable ClientMsgId key) {
        return new Message(CONVERSATION, new MessageId(5), 2, ANN, content, 7, key, 1, new Position(0, 9));
    }

    private static ConversationView view(ConversationId id) {
        Profile profile = new Profile(id, ConversationType.GROUP, HistoryVisibility.ALL, ANN, 3);
        Position at = new Position(0, 8);
        Tenure tenure = Tenure.begun(at, Role.OWNER, 3);
        Roster roster = Roster.of(profile, at, Map.of(at, "us"), Map.of(ANN, List.of(tenure)));
        Head head = new Head(id, new Position(0, 9), 2, new MessageId(5), 7, 1);
        return new ConversationView(roster, ANN, tenure, head, MessageId.ZERO, 1);
    }
}
