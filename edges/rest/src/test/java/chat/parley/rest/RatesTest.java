package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.fabric.limits.Quotas.Rates;
import chat.parley.fabric.limits.Rate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks too often is answered 429 with the time to wait, and nothing was done. */
class RatesTest {

    @TempDir
    Path directory;

    @Test
    void sendsOfAUser() {
        try (Node node = new Node(directory, rates(new Rate(1, 2), Rate.OFF, Rate.OFF, Rate.OFF))) {
            Client alice = node.as("alice");
            String id = alice.group(node.as("bob"));
            alice.post("/api/messages", Client.message(id, "k1", "Hello!")).expect(201);
            alice.post("/api/messages", Client.message(id, "k1", "Hello!")).expect(200);
            expectLimited(alice.post("/api/messages", Client.message(id, "k2", "Hello!")), "you send too often");
            node.as("bob")
                    .post("/api/messages", Client.message(id, "k2", "Me too"))
                    .expect(201);
            assertThat(alice.get("/api/conversations/" + id + "/messages").texts("messages", "seq"))
                    .hasSize(3);
        }
    }

    @Test
    void sendsToAConversationCountThoseOfItsMembers() {
        try (Node node = new Node(directory, rates(Rate.OFF, new Rate(1, 2), Rate.OFF, Rate.OFF))) {
            Client alice = node.as("alice");
            String id = alice.group(node.as("bob"));
            for (int i = 0; i < 5; i++) {
                node.as("mallory")
                        .post("/api/messages", Client.message(id, "k" + i, "?"))
                        .expect(404);
            }
            alice.post("/api/messages", Client.message(id, "k1", "Hello!")).expect(201);
            node.as("bob")
                    .post("/api/messages", Client.message(id, "k2", "Hello!"))
                    .expect(201);
            expectLimited(alice.post("/api/messages", Client.message(id, "k3", "!")), "in this conversation");
        }
    }

    @Test
    void changesAndCalls() {
        try (Node node = new Node(directory, rates(Rate.OFF, Rate.OFF, new Rate(1, 1), new Rate(1, 4)))) {
            Client alice = node.as("alice");
            String id = alice.group(node.as("bob"));
            expectLimited(
                    alice.patch("/api/conversations/" + id, "{'title':'Dinner'}"),
                    "you change conversations too often");
            assertThat(alice.get("/api/conversations/" + id).expect(200).text("title"))
                    .isNotEqualTo("Dinner");
            alice.get("/api/conversations").expect(200);
            expectLimited(alice.get("/api/conversations"), "you ask too often");
            node.as("bob").get("/api/conversations").expect(200);
        }
    }

    /** Each by itself: who has logged in too often can still refresh, and log out. */
    @Test
    void strangersOfAnAddress() {
        Rate two = new Rate(1, 2);
        Rates rates = new Rates(
                Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, two, Rate.OFF, new Rate(1, 1), Rate.OFF);
        try (Node node = new Node(directory, rates)) {
            Client stranger = node.as(null);
            String alice = "{'username':'alice','password':'correct horse'}";
            String token = "{'refresh_token':'"
                    + stranger.post("/api/auth/register", alice).expect(201).text("refresh_token") + "'}";
            expectLimited(
                    stranger.post("/api/auth/register", alice.replace("alice", "bob")),
                    "too many registrations from this address");
            stranger.post("/api/auth/login", alice).expect(200);
            stranger.post("/api/auth/login", alice.replace("horse", "house")).expect(401);
            expectLimited(stranger.post("/api/auth/login", alice), "too many logins from this address");
            stranger.post("/api/auth/refresh", token).expect(200);
            stranger.post("/api/auth/logout", token).expect(204);
            expectLimited(stranger.post("/api/auth/refresh", token), "too many refreshes from this address");
        }
    }

    /** A name that nobody has is answered as one that somebody has, and right passwords cost nothing. */
    @Test
    void wrongPasswordsOfAName() {
        try (Node node = new Node(directory, guesses(Rate.perMinute(1, 2)))) {
            Client stranger = node.as(null);
            String alice = "{'username':'alice','password':'correct horse'}";
            stranger.post("/api/auth/register", alice).expect(201);
            for (int i = 0; i < 4; i++) {
                stranger.post("/api/auth/login", alice).expect(200);
            }
            for (String name : new String[] {"alice", "nobody", "no such name!"}) {
                String wrong = "{'username':'" + name + "','password':'correct house'}";
                stranger.post("/api/auth/login", wrong).expect(401);
                stranger.post("/api/auth/login", wrong).expect(401);
                stranger.post("/api/auth/login", wrong.replace("no", "NO"))
                        .expectProblem(429, "rate_limited", "too many wrong passwords for this username");
            }
        }
    }

    private static Rates guesses(Rate rate) {
        Rate off = Rate.OFF;
        return new Rates(off, off, off, off, off, off, off, rate, off, off);
    }

    private static void expectLimited(Answer answer, String detail) {
        answer.expectProblem(429, "rate_limited", detail);
        long millis = answer.json().required("retry_after_ms").asLong();
        assertThat(millis).isBetween(1L, 1000L);
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    private static Rates rates(Rate sends, Rate conversation, Rate changes, Rate requests) {
        return new Rates(
                sends, Rate.OFF, conversation, changes, Rate.OFF, requests, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF);
    }
}
