package chat.parley.embedded;

import chat.parley.domain.Platform;
import chat.parley.push.Notification;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PushProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A provider that keeps what it is sent, and answers what the test says: at once, or when it says so. */
final class RecordedProvider implements PushProvider {

    record Sent(PushTarget target, Notification notification, CompletableFuture<PushOutcome> answer) {

        Notification.Show show() {
            return (Notification.Show) notification;
        }
    }

    static final PushOutcome ACCEPTED = new PushOutcome.Accepted("p1");

    private final Platform platform;
    final List<Sent> sent = new ArrayList<>();
    Function<PushTarget, PushOutcome> answers = _ -> ACCEPTED;

    /** Nothing is answered until the test completes it. */
    boolean holds;

    long closedUntil;

    /** How many more it takes. */
    int room = Integer.MAX_VALUE;

    RecordedProvider(Platform platform) {
        this.platform = platform;
    }

    List<Notification> notifications() {
        return sent.stream().map(Sent::notification).toList();
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public CompletionStage<PushOutcome> send(PushTarget target, Notification notification) {
        CompletableFuture<PushOutcome> answer = new CompletableFuture<>();
        sent.add(new Sent(target, notification, answer));
        room--;
        if (!holds) {
            answer.complete(answers.apply(target));
        }
        return answer;
    }

    @Override
    public long closedUntil() {
        return closedUntil;
    }

    @Override
    public int room() {
        return room;
    }

    @Override
    public List<Finding> examine() {
        return List.of();
    }

    @Override
    public void close() {}
}
