package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Body;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.wire.ClientFrame.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientFrameReaderTest {

    private static final String SEND = "'type':'send','conversation_id':'c1','client_msg_id':'k:1'";

    @Test
    void readsAuth() {
        assertThat(read("{'type':'auth','id':'1','token':'t.t.t','device_id':'phone'}"))
                .isEqualTo(new ClientFrame.Auth("1", "t.t.t", new DeviceId("phone")));
    }

    @Test
    void readsSendWithItsFieldsInAnyOrder() {
        assertThat(
                        read(
                                "{'text':'hé','client_msg_id':'k:1','media_ids':['m1','m2'],'conversation_id':'c1','type':'send'}"))
                .isEqualTo(new ClientFrame.Send(
                        null, new ConversationId("c1"), new ClientMsgId("k:1"), new Body("hé", List.of("m1", "m2"))));
    }

    @Test
    void readsReceipts() {
        assertThat(
                        read(
                                "{'type':'receipt','id':'1','kind':'read','conversation_id':'c1','message_id':'0000000000abc'}"))
                .isEqualTo(new ClientFrame.Receipt(
                        "1", ReceiptKind.READ, new ConversationId("c1"), MessageId.parse("0000000000abc")));
    }

    @Test
    void readsTypingPresenceAndWatch() {
        assertThat(read("{'type':'typing','conversation_id':'c1','active':false}"))
                .isEqualTo(new ClientFrame.Typing(null, new ConversationId("c1"), false));
        assertThat(read("{'type':'presence','status':'away'}"))
                .isEqualTo(new ClientFrame.Presence(null, PresenceStatus.AWAY));
        assertThat(read("{'type':'watch','user_ids':['bob','ann','bob']}"))
                .isEqualTo(new ClientFrame.Watch(null, List.of(new UserId("bob"), new UserId("ann"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'type':'receipt','kind':'seen','conversation_id':'c','message_id':'0000000000abc' | kind",
                "'type':'receipt','conversation_id':'c','message_id':'0000000000abc' | kind",
                "'type':'receipt','kind':'read','conversation_id':'c','message_id':'abc' | message_id",
                "'type':'receipt','kind':'read','message_id':'0000000000abc' | conversation_id",
                "'type':'typing','conversation_id':'c' | active",
                "'type':'typing','conversation_id':'c','active':'yes' | active",
                "'type':'presence','status':'offline' | status",
                "'type':'watch' | user_ids",
                "'type':'watch','user_ids':'ann' | user_ids",
                "'type':'watch','user_ids':['a b'] | user_ids",
            },
            quoteCharacter = '"')
    void namesTheWrongField(String fields, String field) {
        assertThat(read("{" + fields + "}")).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.code()).isEqualTo(Code.BAD_REQUEST);
            assertThat(malformed.message()).contains(field);
        });
    }

    @Test
    void watchesAtMost500() {
        String list = "'u"
                + String.join(
                        "','u",
                        IntStream.range(0, 501).mapToObj(Integer::toString).toList()) + "'";
        assertThat(read("{'type':'watch','user_ids':[" + list + "]}"))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.code()).isEqualTo(Code.TOO_LARGE));
        String fewer = list.replace(",'u500'", "");
        assertThat(read("{'type':'watch','user_ids':[" + fewer + "]}")).isInstanceOf(ClientFrame.Watch.class);
    }

    @Test
    void emptyTextAndMediaCountAsMissing() {
        assertThat(read("{" + SEND + ",'text':'','media_ids':['m']}"))
                .isEqualTo(new ClientFrame.Send(
                        null, new ConversationId("c1"), new ClientMsgId("k:1"), new Body(null, List.of("m"))));
        assertMalformed("{" + SEND + ",'text':'','media_ids':[]}", Code.BAD_REQUEST, "text or media_ids is missing");
    }

    @Test
    void readsSync() {
        assertThat(read("{'type':'sync'}")).isEqualTo(new ClientFrame.Sync(null, null, Map.of(), 100));
        assertThat(read("{'type':'sync','id':'s','since':'abc','limit':500,"
                        + "'cursors':{'c1':null,'c2':'0000000000005','c3':'zzzzzzzzzzzzz'}}"))
                .isEqualTo(new ClientFrame.Sync(
                        "s",
                        "abc",
                        Map.of(
                                new ConversationId("c1"), MessageId.ZERO,
                                new ConversationId("c2"), new MessageId(5),
                                new ConversationId("c3"), MessageId.MAX),
                        500));
    }

    @Test
    void readsPing() {
        assertThat(read(" {'type' : 'ping' , 'id':null} ")).isEqualTo(new ClientFrame.Ping(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ping", "from-the-future"})
    void aTypeThatIsNotKnownIsNotMalformed(String type) {
        assertThat(read("{'type':'" + type + "','id':'1','limit':{'deep':[1]}}"))
                .isEqualTo(new ClientFrame.Unknown("1"));
    }

    @Test
    void fieldsThatTheTypeDoesNotHaveMayHoldAnything() {
        assertThat(read("{'type':'ping','text':5,'media_ids':{'a':[]},'cursors':7,'limit':'x','token':[],'new':[{}]}"))
                .isEqualTo(new ClientFrame.Ping(null));
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastOneCounts() {
        assertThat(
                        read(
                                "{'type':'sync','limit':'x','limit':7,'since':4,'since':'b','cursors':5,'cursors':{},'type':'sync'}"))
                .isEqualTo(new ClientFrame.Sync(null, "b", Map.of(), 7));
        assertMalformed("{" + SEND + ",'text':'a','text':7}", Code.BAD_REQUEST, "text is not a string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'id':'1'}                                                              | type is missing
            {'type':7}                                                              | type is not a string
            {'type':null}                                                           | type is missing
            {'type':'ping','id':7}                                                  | id is not
            {'type':'auth','device_id':'d'}                                         | token is missing
            {'type':'auth','token':{},'device_id':'d'}                              | token is not a string
            {'type':'auth','token':'t'}                                             | device_id is missing
            {'type':'auth','token':'t','device_id':'a b'}                           | device_id is not
            {'type':'auth','token':'t','device_id':['d']}                           | device_id is not a string
            {'type':'send','client_msg_id':'k','text':'x'}                          | conversation_id is missing
            {'type':'send','conversation_id':'c/1','client_msg_id':'k','text':'x'}  | conversation_id is not
            {'type':'send','conversation_id':'c','text':'x'}                        | client_msg_id is missing
            {'type':'send','conversation_id':'c','client_msg_id':'','text':'x'}     | client_msg_id is not
            {'type':'send','conversation_id':'c','client_msg_id':1,'text':'x'}      | client_msg_id is not a string
            {'type':'send','conversation_id':'c','client_msg_id':'k'}               | text or media_ids is missing
            {'type':'send','conversation_id':'c','client_msg_id':'k','text':null}   | text or media_ids is missing
            {'type':'send','conversation_id':'c','client_msg_id':'k','text':true}   | text is not a string
            {'type':'send','conversation_id':'c','client_msg_id':'k','text':'\\ud800'} | text is not
            {'type':'send','conversation_id':'c','client_msg_id':'k','media_ids':'m'}  | media_ids is not
            {'type':'send','conversation_id':'c','client_msg_id':'k','media_ids':[1]}  | media_ids is not
            {'type':'send','conversation_id':'c','client_msg_id':'k','media_ids':[{}]} | media_ids is not
            {'type':'send','conversation_id':'c','client_msg_id':'k','media_ids':['a b']} | media_ids is not
            {'type':'sync','since':1}                                               | since is not a string
            {'type':'sync','limit':0}                                               | limit is not
            {'type':'sync','limit':501}                                             | limit is not
            {'type':'sync','limit':1.5}                                             | limit is not
            {'type':'sync','limit':'7'}                                             | limit is not
            {'type':'sync','limit':99999999999999999999}                            | limit is not
            {'type':'sync','cursors':[]}                                            | cursors is not
            {'type':'sync','cursors':{'c':5}}                                       | cursors is not
            {'type':'sync','cursors':{'c':'5'}}                                     | cursors is not
            {'type':'sync','cursors':{'a b':null}}                                  | cursors is not
            {'type':'sync','cursors':{'c':{'d':[]}}}                                | cursors is not
            """)
    void theMessageNamesTheFieldThatIsWrong(String json, String message) {
        assertMalformed(json, Code.BAD_REQUEST, message);
    }

    @Test
    void tooMuchIsTooLarge() {
        assertMalformed("{" + SEND + ",'text':'" + "é".repeat(8193) + "'}", Code.TOO_LARGE, "text");
        assertThat(read("{" + SEND + ",'text':'" + "é".repeat(8192) + "'}")).isInstanceOf(ClientFrame.Send.class);
        String media = "'m',".repeat(11);
        assertMalformed(
                "{" + SEND + ",'media_ids':[" + media.substring(0, media.length() - 1) + "]}",
                Code.TOO_LARGE,
                "media_ids");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "[]",
                "7",
                "'x'",
                "null",
                "{",
                "{'type':'ping'",
                "{'type':'ping'}}",
                "{} {}",
                "{'type':'ping',}",
                "{'type':ping}",
                "{type:'ping'}",
                "{'type':'pi\nng'}",
                "{'type':'ping'} x",
                "{'n':01}",
                "{'n':NaN}",
                "{'n':+1}",
                "/**/{'type':'ping'}"
            })
    void whatIsNoJsonObjectIsABadRequest(String json) {
        assertThat(read(json))
                .isInstanceOfSatisfying(
                        Malformed.class, frame -> assertThat(frame.code()).isEqualTo(Code.BAD_REQUEST));
    }

    @Test
    void depthAndNumbersAreLimited() {
        assertThat(read("{'type':'ping','x':" + "[".repeat(30) + "]".repeat(30) + "}"))
                .isEqualTo(new ClientFrame.Ping(null));
        assertMalformed(
                "{'type':'ping','x':" + "[".repeat(10_000) + "]".repeat(10_000) + "}", Code.BAD_REQUEST, "too deeply");
        assertMalformed("{'type':'ping','x':" + "9".repeat(10_000) + "}", Code.BAD_REQUEST, "too long a number");
    }

    @Test
    void whatCouldBeReadIsRepeated() {
        assertThat(read("{'type':'send','id':'7','client_msg_id':'k','conversation_id':'c','text':5}"))
                .isInstanceOfSatisfying(Malformed.class, frame -> {
                    assertThat(frame.id()).isEqualTo("7");
                    assertThat(frame.clientMsgId()).isEqualTo(new ClientMsgId("k"));
                    assertThat(frame.type()).isEqualTo("send");
                });
        assertThat(read("{'id':'7','client_msg_id':'k','oops")).isInstanceOfSatisfying(Malformed.class, frame -> {
            assertThat(frame.id()).isEqualTo("7");
            assertThat(frame.clientMsgId()).isEqualTo(new ClientMsgId("k"));
        });
        assertThat(read("{'type':'send','client_msg_id':'not one','id':'" + "x".repeat(65) + "'}"))
                .isInstanceOfSatisfying(Malformed.class, frame -> {
                    assertThat(frame.id()).isNull();
                    assertThat(frame.clientMsgId()).isNull();
                });
    }

    @Test
    void anIdHas64CharactersAtMostAndIsWellFormed() {
        assertThat(read("{'type':'ping','id':'" + "😀".repeat(64) + "'}").id()).isEqualTo("😀".repeat(64));
        assertMalformed("{'type':'ping','id':'" + "x".repeat(65) + "'}", Code.BAD_REQUEST, "id is not");
        assertMalformed("{'type':'ping','id':'\\udc00'}", Code.BAD_REQUEST, "id is not");
    }

    @Test
    void bytesAreUtf8WhateverTheyLookLike() {
        byte[] utf16 = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(ClientFrameReader.read(utf16, 0, utf16.length)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsOnlyItsOwnPartOfTheBytes() {
        byte[] bytes = "xx{\"type\":\"ping\"}}}".getBytes(StandardCharsets.UTF_8);
        assertThat(ClientFrameReader.read(bytes, 2, bytes.length - 4)).isEqualTo(new ClientFrame.Ping(null));
    }

    /** No cut or change of a byte makes anything but a frame or a refusal. */
    @Test
    void damageIsRefusedAndNeverThrows() {
        String json =
                "{\"type\":\"sync\",\"id\":\"é\",\"cursors\":{\"c1\":\"0000000000005\"},\"limit\":3,\"x\":[{\"y\":1e3}]}";
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            assertThat(ClientFrameReader.read(bytes, 0, 1 + random.nextInt(bytes.length)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    private static void assertMalformed(String json, Code code, String message) {
        assertThat(read(json)).isInstanceOfSatisfying(Malformed.class, frame -> {
            assertThat(frame.code()).isEqualTo(code);
            assertThat(frame.message()).contains(message);
        });
    }

    /** Single quotes stand for double ones. */
    private static ClientFrame read(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ClientFrameReader.read(bytes, 0, bytes.length);
    }
}
