package chat.parley.websocket;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.Code;
import java.util.concurrent.Semaphore;

/** Runs syncs: one at a time for each socket, on virtual threads. */
final class Syncs {

    /** Most that read the store at a time; others wait in their threads, at most one for each socket. */
    private static final int READING_MAX = 64;

    /** Most that wait on one socket for the one that runs. */
    private static final int WAITING_MAX = 16;

    private final Systems systems;
    private final Semaphore reading = new Semaphore(READING_MAX);
    private final Semaphore running;

    /** @param runningMax most that run or wait for their turn to read, on all sockets: a thread each, some KB */
    Syncs(Systems systems, int runningMax) {
        this.systems = systems;
        this.running = new Semaphore(runningMax);
    }

    void request(ClientSocket socket, ClientFrame.Sync sync) {
        Extras extras = socket.extras();
        if (extras.running == null) {
            start(socket, extras, sync);
        } else if (extras.syncs.size() < WAITING_MAX) {
            extras.syncs.add(sync);
        } else {
            socket.say(systems.frames()
                    .error(sync.id(), null, Code.RATE_LIMITED, "too many syncs wait", Requests.RETRY_AFTER));
        }
    }

    private void start(ClientSocket socket, Extras extras, ClientFrame.Sync sync) {
        if (!running.tryAcquire()) {
            socket.say(systems.frames()
                    .error(sync.id(), null, Code.UNAVAILABLE, "too many clients catch up", Requests.RETRY_AFTER));
            socket.dropExtrasIfEmpty();
            return;
        }
        SyncRun run = new SyncRun(systems, socket, sync, extras.receipts, reading, this::finished);
        extras.running = run;
        Thread.startVirtualThread(run);
    }

    private void finished(SyncRun run) {
        running.release();
        ClientSocket socket = run.socket();
        Extras extras = socket.extras();
        if (extras.running != run) {
            // The socket has ended, and with it what waited.
            socket.dropExtrasIfEmpty();
            return;
        }
        extras.running = null;
        while (extras.running == null && !extras.syncs.isEmpty()) {
            start(socket, extras, extras.syncs.remove());
        }
        socket.dropExtrasIfEmpty();
    }
}
