package chat.parley.conformance.checks;

import static chat.parley.conformance.client.Expect.text;
import static chat.parley.conformance.client.Expect.that;

import chat.parley.conformance.Checks;
import chat.parley.conformance.client.Device;
import chat.parley.conformance.client.Person;
import chat.parley.conformance.client.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** Who is typing. */
public final class Typing implements Checks.Section {

    private static final String RULE = "**Typing** is told in conversations of up to 32, ends by itself after 6 s.";

    @Override
    public String title() {
        return "Typing";
    }

    @Override
    public void describe(Checks checks) {
        checks.check(
                "typing.is-told-and-taken-back",
                List.of(
                        "{type:\"typing\", conversation_id, active:true|false}",
                        "{type:\"typing\", conversation_id, user_id, active}"),
                Typing::told);
        checks.check("typing.told-in-a-group-of-32", RULE, Typing::told32);
        checks.check("typing.not-told-in-a-group-of-33", RULE, Typing::told33);
        checks.longCheck("typing.ends-by-itself-after-6-s", RULE, Typing::ends);
        checks.check(
                "typing.answered-only-when-wrong",
                "`receipt`, `typing`, `presence` are answered only when wrong",
                Typing::answers);
        checks.check(
                "typing.of-a-stranger-is-not-found-and-not-told",
                "it isn't there, or the caller never was a member",
                Typing::stranger);
    }

    private static boolean isTyping(JsonNode frame, Person who, boolean active) {
        return Device.is(frame, "typing")
                && who.id().equals(frame.path("user_id").textValue())
                && frame.path("active").isBoolean()
                && frame.path("active").booleanValue() == active;
    }

    private static JsonNode expect(Device device, Person who, boolean active) {
        return device.expect("typing of " + who.id() + ", active " + active, frame -> isTyping(frame, who, active));
    }

    private static void told(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("typing", "conversation_id", id, "active", true);
            text(expect(anns, bob, true), "conversation_id", id);
            bobs.send("typing", "conversation_id", id, "active", false);
            expect(anns, bob, false);
        }
    }

    private static void told32(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.groupOf(32, bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("typing", "conversation_id", id, "active", true);
            expect(anns, bob, true);
        }
    }

    private static void told33(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.groupOf(33, bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("typing", "conversation_id", id, "active", true);
            anns.expectNo("typing in a group of 33", Duration.ofSeconds(2), frame -> isTyping(frame, bob, true));
        }
    }

    private static void ends(Stage stage) {
        Person ann = stage.person();
        Person bob = stage.person();
        String id = ann.direct(bob);
        try (Device anns = ann.device();
                Device bobs = bob.device()) {
            bobs.send("typing", "conversation_id", id, "active", true);
            expect(anns, bob, true);
            long start = System.nanoTime();
            expect(anns, bob, false);
            long millis = (System.nanoTime() - start) / 1_000_000;
            that(millis > 5_000 && millis < 9_000, "the end 6 s after the beginning", millis + " ms");
        }
    }

    private static void answers(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device anns = ann.device()) {
            anns.send("typing", "id", "t", "conversation_id", id, "active", true);
            anns.send("typing", "id", "w", "conversation_id", id, "active", "yes");
            anns.expectError("bad_request", "w");
            anns.send("typing", "id", "w2", "active", true);
            anns.expectError("bad_request", "w2");
            anns.expectNo(
                    "answer to good typing",
                    frame -> "t".equals(frame.path("id").textValue()));
        }
    }

    private static void stranger(Stage stage) {
        Person ann = stage.person();
        String id = ann.direct(stage.person());
        try (Device anns = ann.device();
                Device eves = stage.person().device()) {
            eves.send("typing", "id", "t", "conversation_id", id, "active", true);
            eves.expectError("not_found", "t");
            anns.expectNo("typing of a stranger", frame -> Device.is(frame, "typing"));
        }
    }
}
