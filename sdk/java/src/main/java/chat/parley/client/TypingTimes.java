package chat.parley.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Ends the typing of those who do not go on. Under the client's lock. */
final class TypingTimes {

    private static final Duration ENDS_AFTER = Duration.ofSeconds(6);
    private static final int TYPISTS_MAX = 1_000;

    /** Runs a task later, under the lock. */
    interface Timer {
        void later(Duration delay, Runnable task);
    }

    private record Typist(String conversationId, String userId) {}

    private final Timer timer;
    private final Consumer<Typing> ended;
    private final Map<Typist, Long> typists = new HashMap<>();
    private long count;

    TypingTimes(Timer timer, Consumer<Typing> ended) {
        this.timer = timer;
        this.ended = ended;
    }

    void told(Typing typing) {
        Typist typist = new Typist(typing.conversationId(), typing.userId());
        if (!typing.active()) {
            typists.remove(typist);
        } else if (typists.containsKey(typist) || typists.size() < TYPISTS_MAX) {
            long mine = ++count;
            typists.put(typist, mine);
            timer.later(ENDS_AFTER, () -> {
                if (typists.remove(typist, mine)) {
                    ended.accept(new Typing(typist.conversationId(), typist.userId(), false));
                }
            });
        }
    }
}
