package chat.parley.conformance.proxy;

/** What a proxy has done so far. */
public record Counts(
        long connections,
        long webSockets,
        long refused,
        long acksLost,
        long sendsDoubled,
        long messagesDoubled,
        long cuts,
        long cutsMidFrame,
        long stalls,
        long halfOpened,
        long bytes) {

    @Override
    public String toString() {
        return "%,d connections, %,d of them WebSockets, %,d refused; %,d acks lost, %,d sends and %,d messages doubled;"
                        .formatted(connections, webSockets, refused, acksLost, sendsDoubled, messagesDoubled)
                + " %,d cut, %,d of them inside a frame, %,d stalled, %,d half open; %,d bytes"
                        .formatted(cuts, cutsMidFrame, stalls, halfOpened, bytes);
    }
}
