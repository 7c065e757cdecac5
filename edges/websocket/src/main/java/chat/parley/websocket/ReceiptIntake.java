package chat.parley.websocket;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.util.concurrent.Semaphore;

/** Has receipts judged on virtual threads: one at a time for each socket, so that they stay in their order. */
final class ReceiptIntake {

    /** Most that read the store at a time; others wait in their threads, at most one for each socket. */
    private static final int READING_MAX = 64;

    private final Systems systems;
    private final Semaphore reading = new Semaphore(READING_MAX);

    ReceiptIntake(Systems systems) {
        this.systems = systems;
    }

    void take(ClientSocket socket, ClientFrame.Receipt receipt) {
        Extras extras = socket.extras();
        ReceiptInbox inbox = extras.receipts;
        if (inbox == null) {
            inbox = new ReceiptInbox(systems, socket);
            extras.receipts = inbox;
        }
        if (!inbox.add(receipt)) {
            socket.say(systems.frames()
                    .error(receipt.id(), null, Code.RATE_LIMITED, "too many receipts wait", Requests.RETRY_AFTER));
        }
        sendSomeone(socket, inbox);
    }

    private void sendSomeone(ClientSocket socket, ReceiptInbox inbox) {
        if (inbox.needsSomeone()) {
            Thread.startVirtualThread(() -> {
                reading.acquireUninterruptibly();
                try {
                    inbox.settle();
                } finally {
                    reading.release();
                    socket.loop.execute(() -> finished(socket, inbox));
                }
            });
        }
    }

    private void finished(ClientSocket socket, ReceiptInbox inbox) {
        inbox.finished();
        sendSomeone(socket, inbox);
        socket.dropExtrasIfEmpty();
        socket.endIfDone();
    }
}
