package chat.parley.tools.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Tells the bare server, which knows no users, which socket is in which conversation. */
final class BareJoin {

    private static final int SECONDS_MAX = 30;

    private BareJoin() {}

    /** Returns when it has answered for each socket: a message before that would miss some. */
    static void all(Fleet fleet, IntFunction<String> conversationOf) {
        CountDownLatch answers = new CountDownLatch(fleet.size());
        fleet.listen((socket, frame, offset, length) -> {
            if (FrameKind.of(frame, offset, length) == FrameKind.READY) {
                answers.countDown();
            }
        });
        for (int i = 0; i < fleet.size(); i++) {
            fleet.socket(i).wire().send(frame(conversationOf.apply(i)));
        }
        try {
            if (!answers.await(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the bare server did not take all sockets in");
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private static byte[] frame(String conversation) {
        return ("{\"type\":\"join\",\"conversation_id\":\"" + conversation + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
