package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an account, a device or a question about users is told with the name of the field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadAccountInputTest {

    private static final String X64 = "x".repeat(64);

    private Node node;
    private Client stranger;
    private Client alice;

    @BeforeAll
    void open(@TempDir Path directory) {
        node = new Node(directory);
        stranger = node.as(null);
        alice = node.as("alice");
    }

    @AfterAll
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                      | username
                    {'username':null,'password':'12345678'}                                 | username
                    {'username':7,'password':'12345678'}                                    | username
                    {'username':['ann'],'password':'12345678'}                              | username
                    {'username':'','password':'12345678'}                                   | username
                    {'username':'an','password':'12345678'}                                 | username
                    {'username':'X64x','password':'12345678'}                               | username
                    {'username':'a nn','password':'12345678'}                               | username
                    {'username':'änn','password':'12345678'}                                | username
                    {'username':'ann\\u0000','password':'12345678'}                         | username
                    {'username':'ann\\ud800','password':'12345678'}                         | username
                    {'username':'ann@x','password':'12345678'}                              | username
                    {'username':'ann'}                                                      | password
                    {'username':'ann','password':null}                                      | password
                    {'username':'ann','password':12345678}                                  | password
                    {'username':'ann','password':{'a':'b'}}                                 | password
                    {'username':'ann','password':''}                                        | password
                    {'username':'ann','password':'1234567'}                                 | password
                    {'username':'ann','password':'X64X64X64X64x'}                           | password
                    {'username':'ann','password':'😀😀😀😀'}                                | password
                    {'username':'ann','password':'1234567\\udc00'}                          | password
                    {'username':'ann','password':'1234567\\u0000'}                          | password
                    {'username':'ann','password':'12345678','display_name':''}              | display_name
                    {'username':'ann','password':'12345678','display_name':' \\t'}          | display_name
                    {'username':'ann','password':'12345678','display_name':7}               | display_name
                    {'username':'ann','password':'12345678','display_name':['Ann']}         | display_name
                    {'username':'ann','password':'12345678','display_name':'X64x'}          | display_name
                    {'username':'ann','password':'12345678','display_name':'a\\nb'}         | display_name
                    {'username':'ann','password':'12345678','display_name':'a\\u0000'}      | display_name
                    {'username':'ann','password':'12345678','display_name':'a\\u202eb'}     | display_name
                    {'username':'ann','password':'12345678','display_name':'a\\u2066b'}     | display_name
                    {'username':'ann','password':'12345678','display_name':'a\\u2028b'}     | display_name
                    {'username':'ann','password':'12345678','display_name':'\\u200b'}       | display_name
                    {'username':'ann','password':'12345678','display_name':'\\ufeffAnn'}    | display_name
                    {'username':'ann','password':'12345678','display_name':'A\\u00adnn'}    | display_name
                    {'username':'ann','password':'12345678','display_name':'\\ud83d'}       | display_name
                    """)
    void registrations(String body, String field) {
        stranger.post("/api/auth/register", body.replace("X64", X64)).expectProblem(400, "bad_request", field);
    }

    @Test
    void theShortestAndTheLongestAreTaken() {
        String body = "{'username':'%s','password':'%s','display_name':'%s'}";
        stranger.post("/api/auth/register", body.formatted("x-1", "ä".repeat(8), "Ö"))
                .expect(201);
        stranger.post("/api/auth/register", body.formatted(X64, "😀".repeat(256), "😀".repeat(64)))
                .expect(201);
        stranger.post("/api/auth/login", body.formatted(X64, "😀".repeat(256), ""))
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    login   | {'password':'12345678'}                       | username
                    login   | {'username':{},'password':'12345678'}         | username
                    login   | {'username':'\\ud800','password':'12345678'}  | username
                    login   | {'username':'ann'}                            | password
                    login   | {'username':'ann','password':true}            | password
                    login   | {'username':'ann','password':'1234567'}       | password
                    login   | {'username':'ann','password':'X64X64X64X64x'} | password
                    refresh | {}                                            | refresh_token
                    refresh | {'refresh_token':null}                        | refresh_token
                    refresh | {'refresh_token':''}                          | refresh_token
                    refresh | {'refresh_token':7}                           | refresh_token
                    refresh | {'refresh_token':['a']}                       | refresh_token
                    logout  | {}                                            | refresh_token
                    logout  | {'refresh_token':''}                          | refresh_token
                    logout  | {'refresh_token':{'a':'b'}}                   | refresh_token
                    """)
    void loginsAndTheirEnds(String call, String body, String field) {
        stranger.post("/api/auth/" + call, body.replace("X64", X64)).expectProblem(400, "bad_request", field);
    }

    /** Nothing tells who is there: no user, no username, a wrong password. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "no body", "", "NIKI", "niki"})
    void whoMayNotInIsNotToldWhy(String username) {
        stranger.post("/api/auth/register", "{'username':'niki','password':'12345678'}");
        stranger.post("/api/auth/login", "{'username':'" + username + "','password':'87654321'}")
                .expectProblem(401, "unauthorized", "the username or the password is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "ä", "\\u0000", "\\ud800", "%00", "AAAA", "X64X64X64"})
    void whatIsNoRefreshTokenIsUnauthorized(String token) {
        for (String call : new String[] {"refresh", "logout"}) {
            stranger.post("/api/auth/" + call, "{'refresh_token':'" + token.replace("X64", X64) + "'}")
                    .expectProblem(401, "unauthorized", "token");
        }
    }

    @Test
    void whoComesWhenTooManyPasswordsWaitIsToldWhenToComeBack() {
        Answer answer = stranger.post("/api/auth/login", "{'username':'ann','password':'" + Neighbours.BUSY + "'}");
        answer.expectProblem(503, "unavailable", "too many logins");
        assertThat(answer.json().required("retry_after_ms").asLong()).isEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                       | platform
                    {'platform':null,'push_token':'t'}                                       | platform
                    {'platform':7,'push_token':'t'}                                          | platform
                    {'platform':'','push_token':'t'}                                         | platform
                    {'platform':'APNS','push_token':'t'}                                     | platform
                    {'platform':'sms','push_token':'t'}                                      | platform
                    {'platform':'apns'}                                                      | push_token
                    {'platform':'apns','push_token':null}                                    | push_token
                    {'platform':'apns','push_token':''}                                      | push_token
                    {'platform':'apns','push_token':7}                                       | push_token
                    {'platform':'apns','push_token':['t']}                                   | push_token
                    {'platform':'apns','push_token':{'t':'t'}}                               | push_token
                    {'platform':'apns','push_token':'a b'}                                   | push_token
                    {'platform':'fcm','push_token':'a\\r\\nX: y'}                            | push_token
                    {'platform':'fcm','push_token':'ä'}                                      | push_token
                    {'platform':'fcm','push_token':'a\\u007f'}                               | push_token
                    {'platform':'fcm','push_token':'\\ud800'}                                | push_token
                    {'platform':'fcm','push_token':'4097'}                                   | push_token
                    {'platform':'webpush'}                                                   | push_token
                    {'platform':'webpush','push_token':'t'}                                  | push_token
                    {'platform':'webpush','push_token':7}                                    | push_token
                    {'platform':'webpush','push_token':['t']}                                | push_token
                    {'platform':'webpush','push_token':{}}                                   | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://p.example/1'}}   | push_token
                    {'platform':'webpush','push_token':{'endpoint':7,'keys':KEYS}}           | endpoint
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':'k'}}   | keys
                    {'platform':'webpush','push_token':{'endpoint':'http://p.example/1','keys':KEYS}}     | push_token
                    {'platform':'webpush','push_token':{'endpoint':'file:///etc/passwd','keys':KEYS}}     | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https:///1','keys':KEYS}}             | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://u:p@p.example/','keys':KEYS}} | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://p.example/#x','keys':KEYS}}   | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://p.exämple/','keys':KEYS}}     | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://p.example/\\u0000','keys':KEYS}} | push_token
                    {'platform':'webpush','push_token':{'endpoint':'https://p.example/\\ud800','keys':KEYS}} | push_token
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{}}}                 | p256dh
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':7}}}       | p256dh
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'??'}}}    | p256dh
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'BAAA'}}}  | p256dh
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'COMPRESSED'}}} | p256dh
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'POINT'}}} | auth
                    {'platform':'webpush','push_token':{'endpoint':'ENDPOINT','keys':{'p256dh':'POINT','auth':'AAAA'}}} | auth
                    """)
    void pushTokens(String body, String field) {
        alice.put("/api/devices/phone", subscribed(body.replace("4097", "t".repeat(4097))))
                .expectProblem(400, "bad_request", field);
    }

    /** As browsers have it, and as a text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'platform':'webpush','push_token':{'endpoint':'ENDPOINT','expirationTime':null,'keys':KEYS}}",
                "{'platform':'webpush','push_token':'{\\'endpoint\\':\\'ENDPOINT\\',\\'keys\\':TEXTKEYS}'}",
                "{'platform':'fcm','push_token':'4096'}"
            })
    void goodPushTokensAreTakenAndNeverShown(String body) {
        Answer answer = alice.put("/api/devices/good", subscribed(body.replace("4096", "t".repeat(4096))))
                .expect(200);
        assertThat(answer.body()).doesNotContain("push_token", "example", "ttt");
    }

    private static String subscribed(String body) {
        String keys = "{'p256dh':'POINT','auth':'" + "A".repeat(22) + "'}";
        // 65 bytes, of which the first says in which form they are.
        return body.replace("TEXTKEYS", keys.replace("'", "\\'"))
                .replace("KEYS", keys)
                .replace("ENDPOINT", "https://push.example/1")
                .replace("COMPRESSED", "Aw" + "A".repeat(85))
                .replace("POINT", "BA" + "A".repeat(85));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/devices/%20                   | device_id
                    /api/devices/a%2Fb                 | device_id
                    /api/devices/%C3%A4                | device_id
                    /api/devices/X64x                  | device_id
                    /api/users                         | query
                    /api/users?query=                  | query
                    /api/users?query=%20               | query
                    /api/users?query=%00               | query
                    /api/users?query=a%0Ab             | query
                    /api/users?query=X64x              | query
                    /api/users?query=a&query=b         | query
                    /api/users?query=a&limit=0         | limit
                    /api/users?query=a&limit=51        | limit
                    /api/users?query=a&limit=          | limit
                    /api/users?query=a&limit=one       | limit
                    /api/users?query=a&limit=1&limit=2 | limit
                    /api/users?user_id=                | user_id
                    /api/users?user_id=a&user_id=%00   | user_id
                    /api/users?user_id=a&query=b       | user_id
                    /api/presence?user_id=             | user_id
                    /api/presence?user_id=a&user_id=   | user_id
                    /api/presence?user_id=a,b          | user_id
                    /api/presence?user_id=%00          | user_id
                    /api/presence?user_id=X64x         | user_id
                    """)
    void queriesAndPaths(String target, String field) {
        alice.get(target.replace("X64", X64)).expectProblem(400, "bad_request", field);
    }

    @Test
    void deviceIdsOfChangesAreChecked() {
        String body = "{'platform':'fcm','push_token':'t'}";
        alice.put("/api/devices/a%20b", body).expectProblem(400, "bad_request", "device_id");
        alice.delete("/api/devices/a%20b").expectProblem(400, "bad_request", "device_id");
    }
}
