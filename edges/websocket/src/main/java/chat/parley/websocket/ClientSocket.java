package chat.parley.websocket;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Limits;
import chat.parley.domain.UserId;
import chat.parley.fabric.CloseReason;
import chat.parley.fabric.Connection;
import chat.parley.fabric.Session;
import chat.parley.wire.ClientFrameReader;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from the upgrade to its end. It is the only handler of its channel and the session that the fabric
 * knows, so an idle connection has this one object; hence the primitive fields and the shared {@link SocketLoop}.
 *
 * <p>Everything but {@link Session}'s methods happens on its event loop.
 */
final class ClientSocket extends TimedSocket implements Session, Mailbox.Recipient {

    /** Answered {@code bad_request} so often, a client is broken. */
    static final int BAD_FRAMES_MAX = 1000;

    /** A token of 8 KiB and what stands beside it: so much of each stranger's is kept until it is whole. */
    private static final int AUTH_BYTES_MAX = 10 * 1024;

    /** Between two heartbeats: some thirty a second, and a thousand at once. */
    private static final int TRIFLES_MAX = 1000;

    /** Refused so often for its rate, a socket is not read for a tick: who does not heed the refusals is read slowly. */
    private static final int REFUSALS_PER_TICK = 64;

    /** How long a client that was told goodbye may take to read it. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private enum State {
        /** No good token yet. */
        NEW,
        /** The first token is being verified, then the session registered. */
        VERIFYING,
        READY,
        /** Goodbye is said, or waits in the outbox. */
        CLOSING,
        GONE
    }

    private final Requests requests;

    private State state = State.NEW;
    private boolean clientClosed;
    private short badFrames;
    private byte refusals;
    private short trifles;
    private boolean slowedDown;
    private volatile boolean away;

    /** The tick in which the client last asked for something. */
    private volatile int active;

    private int sendsUnderWay;

    private @Nullable Connection connection;
    private @Nullable UserId user;
    private @Nullable DeviceId device;

    /** Read by whoever ends logins, on any thread. */
    private volatile @Nullable String login;

    private volatile boolean missed;

    private @Nullable Extras extras;

    ClientSocket(SocketLoop loop, Requests requests) {
        super(loop);
        this.requests = requests;
    }

    @Override
    void begin(Upgrade.Answer.Accepted upgrade) {
        loop.counters.sockets.increment();
        hear();
        endIn(requests.limits().authTimeout());
        watch();
        put(upgrade.bytes());
        if (loop.isDraining()) {
            end(CloseReason.GOING_AWAY);
        } else if (upgrade.token() != null) {
            requests.logins().byHeader(this, upgrade.token(), upgrade.deviceId());
        }
    }

    // What the fabric sees, on any thread.

    @Override
    public Connection connection() {
        return known(connection);
    }

    @Override
    public UserId user() {
        return known(user);
    }

    @Override
    public DeviceId device() {
        return known(device);
    }

    @Override
    public boolean isAway() {
        return away;
    }

    @Override
    public Duration idle() {
        return loop.since(active);
    }

    @Override
    public @Nullable String login() {
        return login;
    }

    @Override
    public boolean mayHaveMissed() {
        return missed;
    }

    @Override
    public void deliver(byte[] frame) {
        loop.post(this, frame);
    }

    @Override
    public void close(CloseReason reason) {
        loop.execute(() -> end(reason));
    }

    private static <T> T known(@Nullable T identity) {
        if (identity == null) {
            throw new IllegalStateException("not authenticated yet");
        }
        return identity;
    }

    // What comes from the client.

    @Override
    protected void onBytes(int count) {
        hear();
        loop.counters.bytesIn.add(count);
    }

    @Override
    protected int messageBytesMax() {
        return state == State.NEW ? AUTH_BYTES_MAX : Limits.FRAME_BYTES_MAX;
    }

    @Override
    protected void onTrifle() {
        if (++trifles > TRIFLES_MAX) {
            end(CloseReason.BAD_FRAMES);
        }
    }

    @Override
    protected void onText(byte[] bytes, int offset, int length) {
        loop.counters.framesIn.increment();
        requests.handle(this, ClientFrameReader.read(bytes, offset, length));
    }

    @Override
    protected void onPing(byte[] payload, int length) {
        say(PlainFrames.pong(payload, length));
    }

    @Override
    protected void onClose(int code) {
        if (isOpen()) {
            clientClosed = true;
            bow(PlainFrames.closeWith(code));
        }
    }

    @Override
    protected void onViolation(CloseReason reason) {
        end(reason);
    }

    @Override
    void onGone() {
        leave();
        state = State.GONE;
        loop.counters.sockets.add(-1);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Failures.log("a socket is closed", cause);
        var _ = ctx.close();
    }

    /**
     * Says that something was refused because there was too much of it.
     *
     * @param refusal null when the client is not told
     */
    void refuse(byte @Nullable [] refusal) {
        loop.counters.limitedFrames.increment();
        if (refusal != null) {
            say(refusal);
        }
        if (++refusals >= REFUSALS_PER_TICK && isOpen()) {
            refusals = 0;
            slowedDown = true;
            pauseReading();
            watch();
        }
    }

    private void speedUp() {
        slowedDown = false;
        readOnIfMay();
    }

    private void readOnIfMay() {
        if (isPaused() && !slowedDown && sendsUnderWay <= requests.limits().sendsMax() / 2) {
            hear();
            goOnReading();
        }
    }

    /** The client asks for something: somebody is there. */
    void act() {
        active = loop.wheel.now();
    }

    /** The client says whether somebody is there. */
    void setAway(boolean value) {
        away = value;
    }

    /** An answer said what was wrong with a frame. */
    void countBadFrame() {
        loop.counters.badFrames.increment();
        if (++badFrames >= BAD_FRAMES_MAX) {
            end(CloseReason.BAD_FRAMES);
        }
    }

    // The way to ready, and to the end.

    boolean isNew() {
        return state == State.NEW;
    }

    boolean isReady() {
        return state == State.READY;
    }

    private boolean isOpen() {
        return state != State.CLOSING && state != State.GONE;
    }

    /** A first token has come. */
    void verifying() {
        act();
        state = State.VERIFYING;
    }

    /** Tells who it is; by the thread that then registers the session. */
    void identify(UserId who, DeviceId which, Connection as, @Nullable String by) {
        login = by;
        user = who;
        device = which;
        connection = as;
    }

    /** A later token may be of another login; by the thread that verified it. */
    void loggedInBy(@Nullable String by) {
        login = by;
    }

    /**
     * The session is registered: now live frames may go.
     *
     * @param tokenLeft how long the token is good, its leeway included
     */
    void opened(byte[] ready, Duration tokenLeft) {
        if (state != State.VERIFYING) {
            // It has gone meanwhile, and nobody has said so to the fabric.
            requests.forget(this);
            return;
        }
        state = State.READY;
        settled();
        loop.wheel.add(this);
        renew(ready, tokenLeft);
        Extras before = extras;
        if (before != null) {
            before.takeEarly().forEach(this::say);
            dropExtrasIfEmpty();
        }
        endIfDone();
    }

    /** A token is good, the first or a later one. */
    void renew(byte[] ready, Duration tokenLeft) {
        endIn(tokenLeft);
        say(ready);
        watchIfDueSoon(loop.wheel.now());
    }

    /** When the server is going away: says so, once the sends and receipts under way are dealt with. */
    void endIfDone() {
        if (loop.isDraining() && isOpen() && sendsUnderWay == 0 && (extras == null || !extras.hasReceipts())) {
            end(CloseReason.GOING_AWAY);
        }
    }

    /** Says goodbye behind what waits already, and closes when it is read, or not read in time. */
    void end(CloseReason reason) {
        if (!isOpen()) {
            return;
        }
        missed = reason == CloseReason.TOO_SLOW || reason == CloseReason.SILENT;
        if (reason == CloseReason.TOO_SLOW) {
            loop.counters.slowReaders.increment();
            dropOutbox();
        }
        bow(PlainFrames.close(reason));
    }

    private void bow(byte[] closeFrame) {
        leave();
        stopListening();
        state = State.CLOSING;
        endIn(LINGER);
        watch();
        putLast(closeFrame, clientClosed);
        // Or the client's own end would not be seen.
        goOnReading();
    }

    /** The session ends, whatever becomes of the socket. */
    private void leave() {
        if (state == State.READY) {
            loop.wheel.remove(this);
            requests.forget(this);
        }
        if (extras != null) {
            if (extras.running != null) {
                extras.running.cancel();
            }
            extras = null;
        }
    }

    // Time.

    /** Once a heartbeat. */
    void heartbeat(int now) {
        trifles = 0;
        if (isSilent(now)) {
            end(CloseReason.SILENT);
        } else {
            say(PlainFrames.PING);
            watchIfDueSoon(now);
        }
    }

    @Override
    boolean onTick(int now) {
        switch (state) {
            case NEW -> checkLogin(now, CloseReason.NO_AUTH);
            case VERIFYING -> checkLogin(now, CloseReason.BUSY);
            case READY -> {
                if (slowedDown) {
                    speedUp();
                }
                if (isSilent(now)) {
                    end(CloseReason.SILENT);
                } else if (isLate(now)) {
                    end(CloseReason.TOKEN_EXPIRED);
                } else {
                    return slowedDown || isDueSoon(now);
                }
            }
            case CLOSING -> {
                if (isLate(now)) {
                    var _ = context().close();
                }
            }
            case GONE -> {}
        }
        return state != State.GONE;
    }

    private void checkLogin(int now, CloseReason late) {
        if (isLate(now)) {
            end(late);
        } else if (loop.isDraining()) {
            end(CloseReason.GOING_AWAY);
        }
    }

    // What goes to the client.

    /** A live frame, or something that the fabric has for this socket. */
    @Override
    public void take(byte @Nullable [] frame) {
        if (frame == null) {
            throw new IllegalArgumentException("a socket takes frames");
        }
        if (state == State.READY) {
            say(frame);
        } else if (state == State.VERIFYING
                && !extras().holdBack(frame, requests.limits().outboxBytesMax())) {
            end(CloseReason.TOO_SLOW);
        }
    }

    /** Who misses a frame does not know it: his next connection begins with a sync. */
    @Override
    public void lost(RuntimeException failure) {
        Failures.log("a socket is closed that lost a frame", failure);
        var _ = context().close();
    }

    /** Puts a frame into the outbox, to be written in this turn of the loop; when that is full the socket ends. */
    void say(byte[] frame) {
        if (!isOpen()) {
            return;
        }
        if (outboxBytes() + frame.length > requests.limits().outboxBytesMax()
                || outboxSize() >= requests.limits().outboxFramesMax()) {
            end(CloseReason.TOO_SLOW);
        } else {
            loop.counters.framesOut.increment();
            put(frame);
        }
    }

    /** Now there may be room for what waited. */
    @Override
    void onFlushed() {
        readOnIfMay();
        if (extras != null && extras.running != null && extras.syncChunk != null && isLow()) {
            SyncRun.Chunk chunk = extras.syncChunk;
            extras.syncChunk = null;
            putOfSync(extras.running, chunk);
        }
        endIfDone();
    }

    private boolean isLow() {
        return outboxBytes() <= requests.limits().outboxBytesMax() / 4;
    }

    // Sends and syncs under way.

    void sendBegins() {
        sendsUnderWay++;
        if (sendsUnderWay >= requests.limits().sendsMax()) {
            pauseReading();
        }
    }

    void sendAnswered(byte[] answer) {
        sendsUnderWay--;
        say(answer);
    }

    Extras extras() {
        if (extras == null) {
            extras = new Extras();
        }
        return extras;
    }

    void dropExtrasIfEmpty() {
        if (extras != null && extras.isEmpty()) {
            extras = null;
        }
    }

    /** Frames of the running sync: they go into the outbox when it is low, and then the sync goes on. */
    void offerOfSync(SyncRun run, SyncRun.Chunk chunk) {
        if (extras == null || extras.running != run) {
            run.cancel();
        } else if (isLow()) {
            putOfSync(run, chunk);
        } else {
            extras.syncChunk = chunk;
        }
    }

    private void putOfSync(SyncRun run, SyncRun.Chunk chunk) {
        loop.counters.framesOut.add(chunk.count);
        put(chunk.frames);
        run.taken();
    }
}
