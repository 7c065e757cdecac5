package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationCallsTest {

    private static final String ME = "/api/users/me/notifications";
    private static final String NIGHT =
            "{'preview':'sender','quiet_hours':{'from':'22:00','to':'07:30','time_zone':'Europe/Berlin'}}";
    private static final long FUTURE = 4_102_444_800_000L;

    @TempDir
    private Path directory;

    private Node node;
    private Client alice;
    private Client bob;
    private String lunch;

    @BeforeEach
    void begin() {
        node = new Node(directory);
        alice = node.another("alice");
        bob = node.another("bob");
        lunch = "/api/conversations/" + alice.group(bob) + "/notifications";
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void whatAUserSetsIsWhatHeGets() {
        expectJson(alice.get(ME), "{'preview':'full','quiet_hours':null}");
        expectJson(alice.put(ME, NIGHT), NIGHT);
        expectJson(alice.get(ME), NIGHT);
        expectJson(bob.get(ME), "{'preview':'full','quiet_hours':null}");
        // All of it: what is not said is not kept.
        expectJson(alice.put(ME, "{'preview':'nothing'}"), "{'preview':'nothing','quiet_hours':null}");
        expectJson(alice.get(ME), "{'preview':'nothing','quiet_hours':null}");
    }

    @Test
    void whatIsNotKnownIsIgnored() {
        expectJson(
                alice.put(ME, "{'preview':'full','sound':7,'quiet_hours':null}"),
                "{'preview':'full','quiet_hours':null}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                                                        | preview
                    {'preview':'FULL'}                                                                        | preview
                    {'preview':1}                                                                             | preview
                    {'preview':'full','quiet_hours':'22:00-07:00'}                                            | quiet_hours
                    {'preview':'full','quiet_hours':{'from':'22:00','to':'07:00'}}                            | quiet_hours.time_zone
                    {'preview':'full','quiet_hours':{'to':'07:00','time_zone':'Europe/Berlin'}}               | quiet_hours.from
                    {'preview':'full','quiet_hours':{'from':'22:00','time_zone':'Europe/Berlin'}}             | quiet_hours.to
                    {'preview':'full','quiet_hours':{'from':'24:00','to':'07:00','time_zone':'UTC'}}          | quiet_hours.from
                    {'preview':'full','quiet_hours':{'from':'22:00','to':'7:00','time_zone':'UTC'}}           | quiet_hours.to
                    {'preview':'full','quiet_hours':{'from':'22:00:30','to':'07:00','time_zone':'UTC'}}       | quiet_hours.from
                    {'preview':'full','quiet_hours':{'from':'22:00','to':'07:00','time_zone':'Mars/Olympus'}} | quiet_hours.time_zone
                    {'preview':'full','quiet_hours':{'from':'22:00','to':'07:00','time_zone':'+02:00'}}       | quiet_hours.time_zone
                    """)
    void whatCannotBeMeantIsNamed(String body, String field) {
        alice.put(ME, NIGHT).expect(200);
        alice.put(ME, body).expectProblem(400, "bad_request", field + " ");
        expectJson(alice.get(ME), NIGHT);
    }

    @Test
    void ofAConversationEachMemberForHimself() {
        expectJson(alice.get(lunch), "{'level':'all','until':null}");
        String muted = "{'level':'none','until':" + FUTURE + "}";
        expectJson(alice.put(lunch, muted), muted);
        expectJson(alice.get(lunch), muted);
        expectJson(bob.get(lunch), "{'level':'all','until':null}");
        expectJson(alice.put(lunch, "{'level':'mentions'}"), "{'level':'mentions','until':null}");
        expectJson(alice.put(lunch, "{'level':'all','until':" + FUTURE + "}"), "{'level':'all','until':null}");
    }

    @Test
    void whatHasEndedIsNotInForce() {
        long soon = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
        String muted = "{'level':'none','until':" + soon + "}";
        expectJson(alice.put(lunch, muted), muted);
        node.woken.later = Duration.ofMinutes(59);
        expectJson(alice.get(lunch), muted);
        node.woken.later = Duration.ofMinutes(61);
        expectJson(alice.get(lunch), "{'level':'all','until':null}");
        alice.put(lunch, muted).expectProblem(400, "bad_request", "until");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                             | level
                    {'level':'loud'}                               | level
                    {'level':['none']}                             | level
                    {'level':'none','until':'tomorrow'}            | until
                    {'level':'none','until':1.5}                   | until
                    {'level':'none','until':99999999999999999999}  | until
                    {'level':'none','until':0}                     | until
                    {'level':'none','until':1700000000000}         | until
                    """)
    void ofAConversationToo(String body, String field) {
        alice.put(lunch, "{'level':'mentions'}").expect(200);
        alice.put(lunch, body).expectProblem(400, "bad_request", field + " ");
        expectJson(alice.get(lunch), "{'level':'mentions','until':null}");
    }

    @Test
    void onlyMembersHaveAny() {
        Client eve = node.another("eve");
        eve.get(lunch).expectProblem(404, "not_found", "");
        eve.put(lunch, "{'level':'none'}").expectProblem(404, "not_found", "");
        alice.delete(lunch.replace("/notifications", "/members/") + bob.user()).expect(204);
        bob.get(lunch).expectProblem(403, "forbidden", "member");
        bob.put(lunch, "{'level':'none'}").expectProblem(403, "forbidden", "member");
    }

    private static void expectJson(Answer answer, String json) {
        answer.expect(200);
        assertThat(answer.body()).isEqualTo(json.replace('\'', '"'));
    }
}
