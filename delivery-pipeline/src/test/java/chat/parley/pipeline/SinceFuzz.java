package chat.parley.pipeline;

import static chat.parley.pipeline.Desk.ANNA;
import static chat.parley.pipeline.Desk.BEN;

import chat.parley.domain.Message;
import chat.parley.domain.Position;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Whatever a client hands in as its last token, it is told all there is to tell and gets a token that is good: a made-up
 * one never fails a sync, and never brings more than the limit.
 */
public final class SinceFuzz {

    private static final int LIMIT = 2;
    private static final Desk DESK = new Desk();
    private static final Position END;

    static {
        END = DESK.process(Desk.group(BEN), Desk.send(ANNA, "1"), Desk.send(ANNA, "2"), Desk.send(ANNA, "3"))
                .getLast()
                .position();
    }

    private SinceFuzz() {}

    /** What one sync tells. */
    private static final class Told implements CatchUp.Sink {
        private int messages;
        private String since = "";
        private boolean reset;

        @Override
        public void message(Message message) {
            messages++;
        }

        @Override
        public void synced(List<CatchUp.Standing> standings, String next, boolean wasReset) {
            since = next;
            reset = wasReset;
        }
    }

    /** As text, and as the bytes of a token in base64, which text alone would seldom come to. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(new String(input, StandardCharsets.UTF_8));
        check(Base64.getUrlEncoder().withoutPadding().encodeToString(input));
    }

    private static void check(String since) {
        Told told = sync(since);
        if (told.messages > LIMIT || (told.reset && told.messages > 0)) {
            throw new AssertionError(told.messages + " messages, reset " + told.reset);
        }
        if (sync(told.since).reset) {
            throw new AssertionError("its own token is no good: " + told.since);
        }
    }

    private static Told sync(String since) {
        Told told = new Told();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(Desk.TIME), ZoneOffset.UTC);
        new CatchUp(
                        new Conversations(DESK.store, DESK.store, DESK.store),
                        new History(DESK.store),
                        () -> new CatchUp.LogEnd(END, Desk.TIME),
                        clock)
                .run(new CatchUp.Request(BEN, since, Map.of(), LIMIT), told);
        return told;
    }
}
