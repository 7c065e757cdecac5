package chat.parley.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells that messages were received: the latest of each conversation, a little later, and not more at a time than a server
 * bears from everybody. Under the client's lock.
 */
final class DeliveredReceipts {

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int AT_A_TIME_MAX = 20;

    private final TypingTimes.Timer timer;
    private final Signals signals;
    private final Map<String, String> given = new LinkedHashMap<>();

    DeliveredReceipts(TypingTimes.Timer timer, Signals signals) {
        this.timer = timer;
        this.signals = signals;
    }

    /** The application has a message of another. */
    void given(Message message) {
        boolean first = given.isEmpty();
        given.put(message.conversationId(), message.messageId());
        if (first) {
            timer.later(WAIT, this::tell);
        }
    }

    private void tell() {
        Iterator<Map.Entry<String, String>> next = given.entrySet().iterator();
        for (int left = AT_A_TIME_MAX; left > 0 && next.hasNext(); left--) {
            Map.Entry<String, String> receipt = next.next();
            signals.receipt(ReceiptKind.DELIVERED, receipt.getKey(), receipt.getValue());
            next.remove();
        }
        if (!given.isEmpty()) {
            timer.later(WAIT, this::tell);
        }
    }
}
