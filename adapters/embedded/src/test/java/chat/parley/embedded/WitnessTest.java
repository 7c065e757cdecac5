package chat.parley.embedded;

import static chat.parley.contracts.Script.user;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.contracts.NamedFrames;
import chat.parley.contracts.RecordedSession;
import chat.parley.contracts.Script;
import chat.parley.domain.Limits;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.fabric.Router;
import chat.parley.fabric.Session;
import chat.parley.fabric.Sessions;
import chat.parley.fabric.Witness;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks is told to which sockets a message went. */
class WitnessTest {

    private record Seen(Message message, List<Session> to, int sockets) {}

    private final Sessions sessions = new Sessions(1, new EmbeddedRegistry());
    private final List<Seen> seen = new ArrayList<>();
    private final Witness witness =
            (parcel, to, sockets) -> seen.add(new Seen(parcel.message(), List.copyOf(to), sockets));
    private EmbeddedStore store;
    private Router router;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = EmbeddedStore.open(directory, EmbeddedOptions.defaults().withFsync(false));
        router = new Router(1, sessions, new NamedFrames(), new Conversations(store, store, store), witness);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void seesTheSessionsAMessageWentTo() {
        Session origin = connect("ann", "phone", 1);
        Session other = connect("ann", "desk", 2);
        Session bob = connect("bob", "phone", 3);
        connect("cid", "phone", 4);
        Message message = message();
        router.deliver(List.of(
                new Parcel.NewMessage(message, List.of(user("ann"), user("bob"), user("dan")), new ReplyTo(1, 1, 1))));
        assertThat(seen).singleElement().satisfies(one -> {
            assertThat(one.message()).isEqualTo(message);
            assertThat(one.to()).containsExactlyInAnyOrder(origin, other, bob);
            assertThat(one.sockets()).isEqualTo(3);
        });
    }

    @Test
    void ofManyTheNumberAloneIsTold() {
        connect("bob", "phone", 1);
        List<UserId> many = IntStream.rangeClosed(0, Limits.MEMBERS_TOLD_MAX)
                .mapToObj(i -> user(i == 0 ? "bob" : "u" + i))
                .toList();
        router.deliver(List.of(new Parcel.NewMessage(message(), many, new ReplyTo(1, 1, 0))));
        assertThat(seen).singleElement().satisfies(one -> {
            assertThat(one.to()).isEmpty();
            assertThat(one.sockets()).isEqualTo(1);
        });
    }

    @Test
    void theConnectedDevicesOfAUserAreKnown() {
        Session phone = connect("ann", "phone", 1);
        Session desk = connect("ann", "desk", 2);
        assertThat(sessions.connected(user("ann"))).containsExactlyInAnyOrder(phone.device(), desk.device());
        sessions.closed(desk);
        assertThat(sessions.connected(user("ann"))).containsExactly(phone.device());
        assertThat(sessions.connected(user("bob"))).isEmpty();
    }

    private Session connect(String user, String device, long number) {
        RecordedSession session = new RecordedSession(1, number, user, device);
        sessions.open(session);
        return session;
    }

    private static Message message() {
        Script script = new Script();
        script.group("g", "ann", "bob");
        return script.send("g", "ann", "k1").messages().getFirst();
    }
}
