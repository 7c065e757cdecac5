package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request is told with the name of the field, and is never a failure of the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private Node node;
    private Client alice;
    private String group;

    @BeforeAll
    void open(@TempDir Path directory) {
        node = new Node(directory);
        alice = node.as("alice");
        group = alice.group(node.as("bob"));
    }

    @AfterAll
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                    | type
                    {'type':null}                                                         | type
                    {'type':7}                                                            | type
                    {'type':'Direct','member_ids':['bob']}                                | type
                    {'type':'channel','member_ids':['bob']}                               | type
                    {'type':'direct'}                                                     | member_ids
                    {'type':'direct','member_ids':[]}                                     | member_ids
                    {'type':'direct','member_ids':['alice']}                              | member_ids
                    {'type':'direct','member_ids':['bob','carol']}                        | member_ids
                    {'type':'direct','member_ids':'bob'}                                  | member_ids
                    {'type':'direct','member_ids':{'bob':1}}                              | member_ids
                    {'type':'direct','member_ids':[7]}                                    | member_ids
                    {'type':'direct','member_ids':[null]}                                 | member_ids
                    {'type':'direct','member_ids':[['bob']]}                              | member_ids
                    {'type':'direct','member_ids':['']}                                   | member_ids
                    {'type':'direct','member_ids':['b ob']}                               | member_ids
                    {'type':'direct','member_ids':['b\\ud800ob']}                         | member_ids
                    {'type':'group','member_ids':['bob']}                                 | title
                    {'type':'group','title':'','member_ids':['bob']}                      | title
                    {'type':'group','title':'  ','member_ids':['bob']}                    | title
                    {'type':'group','title':5,'member_ids':['bob']}                       | title
                    {'type':'group','title':'\\udc00','member_ids':['bob']}               | title
                    {'type':'group','title':'a\\u0000','member_ids':['bob']}              | title
                    {'type':'group','title':'a\\nb','member_ids':['bob']}                 | title
                    {'type':'group','title':'a\\u0085','member_ids':['bob']}              | title
                    {'type':'group','title':'a\\u202eb','member_ids':['bob']}             | title
                    {'type':'group','title':'a\\u2066b','member_ids':['bob']}             | title
                    {'type':'group','title':'a\\u200bb','member_ids':['bob']}             | title
                    {'type':'group','title':'\\ufeffa','member_ids':['bob']}              | title
                    {'type':'group','title':'Lunch'}                                      | member_ids
                    {'type':'group','title':'Lunch','member_ids':null}                    | member_ids
                    {'type':'group','title':'Lunch','member_ids':[],'history':'none'}     | history
                    {'type':'group','title':'Lunch','member_ids':[],'history':true}       | history
                    {'type':'group','title':'L','member_ids':[],'client_conversation_id':''}  | client_conversation_id
                    {'type':'group','title':'L','member_ids':[],'client_conversation_id':'ä'} | client_conversation_id
                    {'type':'group','title':'L','member_ids':[],'client_conversation_id':1}   | client_conversation_id
                    """)
    void newConversations(String body, String field) {
        alice.post("/api/conversations", body).expectProblem(400, "bad_request", field);
    }

    /** Names of any script, families of emoji, Persian with its joiners. */
    @ParameterizedTest
    @ValueSource(strings = {"Ünïcödé", "نام\u200cها", "👩\u200d👩\u200d👧", "שלום", "日本語", "a\u0301"})
    void titlesOfAllScriptsAreTaken(String title) {
        alice.post("/api/conversations", "{'type':'group','title':'" + title + "','member_ids':['bob']}")
                .expect(201);
    }

    /** What is said in a message is kept as it is, whatever it shows. */
    @Test
    void textsAreKeptAsTheyAre() {
        String text = "\u0000\u202e\u200b\ufeff";
        String json = "\\u0000\\u202e\\u200b\\ufeff";
        alice.post("/api/messages", Client.message(group, "odd", json)).expect(201);
        assertThat(alice.get("/api/conversations/" + group + "/messages?limit=1")
                        .texts("messages", "text"))
                .containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                         | conversation_id
                    {'conversation_id':7}                                                      | conversation_id
                    {'conversation_id':'no/where'}                                             | conversation_id
                    {'conversation_id':'GROUP','text':'Hello!'}                                | client_msg_id
                    {'conversation_id':'GROUP','client_msg_id':1,'text':'Hello!'}              | client_msg_id
                    {'conversation_id':'GROUP','client_msg_id':'k 1','text':'Hello!'}          | client_msg_id
                    {'conversation_id':'GROUP','client_msg_id':'k1'}                           | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':''}                 | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':'','media_ids':[]}  | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':7}                  | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':['Hello!']}         | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':'a\\ud800'}         | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','text':'\\udc00\\ud800'}   | text
                    {'conversation_id':'GROUP','client_msg_id':'k1','media_ids':'m1'}          | media_ids
                    {'conversation_id':'GROUP','client_msg_id':'k1','media_ids':[1]}           | media_ids
                    {'conversation_id':'GROUP','client_msg_id':'k1','media_ids':['m 1']}       | media_ids
                    """)
    void newMessages(String body, String field) {
        alice.post("/api/messages", body.replace("GROUP", group)).expectProblem(400, "bad_request", field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PATCH | /api/conversations/GROUP             | {}                        | title
                    PATCH | /api/conversations/GROUP             | {'title':null}            | title
                    PATCH | /api/conversations/GROUP             | {'title':['a']}           | title
                    PATCH | /api/conversations/GROUP             | {'title':' '}             | title
                    POST  | /api/conversations/GROUP/members     | {}                        | user_ids
                    POST  | /api/conversations/GROUP/members     | {'user_ids':[]}           | user_ids
                    POST  | /api/conversations/GROUP/members     | {'user_ids':{}}           | user_ids
                    POST  | /api/conversations/GROUP/members     | {'user_ids':['b/b']}      | user_ids
                    PUT   | /api/conversations/GROUP/members/bob | {}                        | role
                    PUT   | /api/conversations/GROUP/members/bob | {'role':'king'}           | role
                    PUT   | /api/conversations/GROUP/members/bob | {'role':'ADMIN'}          | role
                    PUT   | /api/conversations/GROUP/members/bob | {'role':3}                | role
                    PUT   | /api/conversations/GROUP/read        | {}                        | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':null}       | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':7}          | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':''}         | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':'000000000000u'}  | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':'00000000000000'} | message_id
                    PUT   | /api/conversations/GROUP/read        | {'message_id':'zzzzzzzzzzzzz'}  | message_id
                    PUT   | /api/conversations/GROUP/members/b%C3%B6b | {'role':'admin'}     | user_id
                    """)
    void changes(String method, String target, String body, String field) {
        alice.call(method, target.replace("GROUP", group), body).expectProblem(400, "bad_request", field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/conversations?limit=0                                        | limit
                    /api/conversations?limit=201                                      | limit
                    /api/conversations?limit=                                         | limit
                    /api/conversations?limit=%D9%A3                                   | limit
                    /api/conversations?limit=%2B5                                     | limit
                    /api/conversations?limit=ten                                      | limit
                    /api/conversations?limit=1.5                                      | limit
                    /api/conversations?limit=99999999999999                           | limit
                    /api/conversations?limit=5&limit=6                                | limit
                    /api/conversations?cursor=x                                       | cursor
                    /api/conversations?cursor=                                        | cursor
                    /api/conversations?cursor=YTk5OTk5OTk5OTk5OTk5OTk5OTk5OmE         | cursor
                    /api/conversations?cursor=dWJvYg                                  | cursor
                    /api/conversations/GROUP/members?limit=-1                         | limit
                    /api/conversations/GROUP/members?cursor=%00                       | cursor
                    /api/conversations/GROUP/members?cursor=YTE6Yg                    | cursor
                    /api/conversations/GROUP/messages?limit=0                         | limit
                    /api/conversations/GROUP/messages?limit=201                       | limit
                    /api/conversations/GROUP/messages?before=0                        | before
                    /api/conversations/GROUP/messages?before=                         | before
                    /api/conversations/GROUP/messages?before=000000000000l            | before
                    /api/conversations/GROUP/messages?after=00000000000000            | after
                    /api/conversations/GROUP/messages?after=0000000000000&before=0000000000000 | before and after
                    /api/conversations/GROUP/messages?after=0000000000000&after=0000000000000  | after
                    /api/conversations/%20                                            | conversation_id
                    /api/conversations/a%2Fb                                          | conversation_id
                    /api/conversations/a%00                                           | conversation_id
                    /api/conversations/%C3%28                                         | conversation_id
                    /api/conversations/%2e%2e%2fx                                     | conversation_id
                    /api/conversations/a%25b                                          | conversation_id
                    """)
    void queriesAndPaths(String target, String field) {
        alice.get(target.replace("GROUP", group)).expectProblem(400, "bad_request", field);
    }

    @ParameterizedTest
    @MethodSource
    void tooLarge(String what, String body, String detail) {
        String target = body.contains("client_msg_id") ? "/api/messages" : "/api/conversations";
        alice.post(target, body.replace("GROUP", group)).expectProblem(413, "too_large", detail);
    }

    static Stream<Arguments> tooLarge() {
        String send = "{'conversation_id':'GROUP','client_msg_id':'k1','%s':%s}";
        return Stream.of(
                Arguments.of("a text of ASCII", send.formatted("text", "'" + "x".repeat(16_385) + "'"), "text"),
                Arguments.of("a text of umlauts", send.formatted("text", "'" + "ä".repeat(8_193) + "'"), "text"),
                Arguments.of("media", send.formatted("media_ids", "['m'" + ",'m'".repeat(10) + "]"), "media_ids"),
                Arguments.of(
                        "a group",
                        "{'type':'group','title':'Crowd','member_ids':[" + EveryAnswer.users(1000) + "]}",
                        "1000"),
                Arguments.of("a body", "{'type':'direct','member_ids':['bob']" + " ".repeat(65_536) + "}", "64 KiB"));
    }

    @Test
    void theLargestTextIsTaken() {
        String text = "ä".repeat(8_192);
        alice.post("/api/messages", Client.message(group, "largest", text)).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "'direct'",
                "null",
                "7",
                "{'type':'direct'",
                "{'type':'direct',}",
                "{'type':'direct'} {}",
                "{'type':'direct'}]",
                "{type:'direct'}",
                "{'type':NaN}",
                "{'type':'di\nrect'}",
                "{'type':'\\x'}",
                "{'type':'\\ud8'}",
                "{/**/'type':'direct'}",
                "\ufeff{'type':'direct','member_ids':['bob']}"
            })
    void bodiesThatAreNoJsonObject(String body) {
        alice.post("/api/conversations", body).expectProblem(400, "bad_request", "the body");
    }

    @Test
    void bodiesThatAreNotUtf8() {
        byte[] latin1 =
                "{\"type\":\"group\",\"title\":\"Käse\",\"member_ids\":[]}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}".getBytes(StandardCharsets.UTF_16LE);
        // A surrogate as three bytes, which only careless decoders take.
        byte[] cesu = "{\"type\":\"group\",\"title\":\"xyz\",\"member_ids\":[]}".getBytes(StandardCharsets.US_ASCII);
        int at = new String(cesu, StandardCharsets.US_ASCII).indexOf("xyz");
        cesu[at] = (byte) 0xed;
        cesu[at + 1] = (byte) 0xa0;
        cesu[at + 2] = (byte) 0x80;
        for (byte[] body : new byte[][] {latin1, utf16, cesu}) {
            alice.callBytes("POST", "/api/conversations", body).expectProblem(400, "bad_request", "the body");
        }
    }

    @Test
    void bodiesThatNestTooDeeply() {
        String deep = "[".repeat(40) + "]".repeat(40);
        String unread = "{'x':" + deep + ",'type':'direct','member_ids':['bob']}";
        alice.post("/api/conversations", unread).expectProblem(400, "bad_request", "nested");
        String endless = "{'x':" + "[".repeat(60_000);
        alice.post("/api/conversations", endless).expectProblem(400, "bad_request", "nested");
        String digits = "{'x':" + "9".repeat(60_000) + "}";
        alice.post("/api/conversations", digits).expectProblem(400, "bad_request", "number");
    }

    @Test
    void unknownFieldsAreIgnored() {
        alice.post(
                        "/api/conversations",
                        "{'x':{'type':[1,{'y':null}]},'type':'direct','member_ids':['bob'],'title':7,'z':1e9,'é':true}")
                .expect(201);
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastCounts() {
        String body = "{'type':'group','type':'direct','member_ids':[7],'member_ids':['carol']}";
        alice.post("/api/conversations", body).expect(201);
        alice.post("/api/conversations", "{'type':'direct','type':null}").expectProblem(400, "bad_request", "type");
    }
}
