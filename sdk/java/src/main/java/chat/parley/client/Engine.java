package chat.parley.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one client, all of it under one lock: what the server says, what the application asks and what the timer
 * brings come in here, one after the other. Nothing under the lock waits for the network or the application.
 */
final class Engine implements Line.Owner, CatchUp.Client {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final Duration RESEND_WAIT = Duration.ofMillis(500);
    private static final int PAGE = 200;

    /** The server remembers keys for 30 days; clocks differ. */
    private static final Duration SEND_AGE_MAX = Duration.ofDays(29);

    private final Settings settings;
    private final TokenSource tokens;
    private final ParleyApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private final Inbox inbox;
    private final CatchUp catchUp;
    private final Signals signals = new Signals();
    private final TypingTimes typingTimes;
    private final Announcer announcer;
    private final Redial redial;
    private final DeliveredReceipts delivered;
    private final List<CompletableFuture<Void>> syncs = new ArrayList<>();

    private ConnectionState state = ConnectionState.IDLE;
    private @Nullable Line line;
    private @Nullable String userId;
    private int dials;
    private int renewals;
    /** By how much this machine's clock is behind the server's, by which tokens end. */
    private Duration clockBehind = Duration.ZERO;

    Engine(Settings settings) {
        this.settings = settings;
        this.tokens = new TokenSource(settings.tokens(), settings.clock());
        this.api = new ParleyApi(new HttpCalls(settings.runtime().http(), settings.endpoint()), tokens);
        this.outbox =
                new Outbox(settings.outboxEntriesMax(), settings.outboxBytesMax(), settings.unackedPerConversation());
        this.announcer = new Announcer(settings, this::given);
        this.inbox = new Inbox(settings.store().since(), settings.store().cursors(), announcer);
        this.catchUp = new CatchUp(inbox, this);
        this.typingTimes = new TypingTimes(this::later, ended -> announcer.tellLater(to -> to.onTyping(ended)));
        this.redial = new Redial(settings.backoff(), settings.random());
        this.delivered = new DeliveredReceipts(this::later, signals);
        this.userId = settings.store().userId();
        settings.store().outbox().forEach(kept -> outbox.add(kept.message(), kept.createdAtMillis()));
    }

    ParleyApi api() {
        return api;
    }

    void connect() {
        locked(() -> {
            if (state == ConnectionState.CLOSED) {
                throw new ParleyException(ErrorCode.CLOSED, "the client is closed");
            }
            if (state == ConnectionState.IDLE || state.stopped()) {
                redial.forget();
                dial(TokenProvider.Need.CONNECT);
            }
        });
    }

    CompletableFuture<Sent> send(OutgoingMessage message) {
        Outbox.Entry entry;
        lock.lock();
        try {
            checkOpen();
            entry = outbox.find(message.clientMsgId());
            if (entry != null && !entry.message.equals(message)) {
                throw new ParleyException(ErrorCode.CONFLICT, "this clientMsgId is used by another send");
            }
            if (entry == null) {
                if (!outbox.hasRoom(message)) {
                    throw new ParleyException(ErrorCode.OUTBOX_FULL, "too much is unsent: " + outbox.size() + " sends");
                }
                long now = settings.clock().millis();
                settings.store().added(message, now);
                entry = outbox.add(message, now);
                signals.sent(message.conversationId());
                pump();
            }
        } finally {
            lock.unlock();
        }
        // The disk is waited for while the send is on its way: the key is on disk before the caller goes on.
        settings.store().force(message.clientMsgId());
        return entry.future;
    }

    CompletableFuture<Void> sync() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        locked(() -> {
            checkOpen();
            syncs.add(done);
            catchUp.start();
            pump();
        });
        return done;
    }

    void receipt(ReceiptKind kind, String conversationId, String messageId) {
        locked(() -> {
            signals.receipt(kind, conversationId, messageId);
            pump();
        });
    }

    void typing(String conversationId, boolean active) {
        locked(() -> {
            if (ready()) {
                signals.typing(conversationId, active, System.nanoTime());
                pump();
            }
        });
    }

    void presence(PresenceStatus status) {
        locked(() -> {
            signals.presence(status, ready());
            pump();
        });
    }

    void watch(List<String> userIds) {
        locked(() -> {
            signals.watch(userIds, ready());
            pump();
        });
    }

    ConnectionState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    String userId() {
        lock.lock();
        try {
            return userId;
        } finally {
            lock.unlock();
        }
    }

    List<OutgoingMessage> unsent() {
        lock.lock();
        try {
            return outbox.entries().stream().map(entry -> entry.message).toList();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitReady(Duration timeout) throws InterruptedException {
        return await(timeout, () -> ready() || state.stopped()) && state() == ConnectionState.READY;
    }

    boolean awaitSent(Duration timeout) throws InterruptedException {
        return await(timeout, () -> outbox.size() == 0 || state.stopped()) && unsent().isEmpty();
    }

    /** @throws IllegalStateException when the caller is the application, being told: it would wait for itself */
    void checkMayWait() {
        if (announcer.telling()) {
            throw new IllegalStateException("a listener must not wait for its own client: use the future");
        }
    }

    void close() {
        List<Outbox.Entry> unanswered = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        boolean first = locked(() -> {
            boolean open = state != ConnectionState.CLOSED;
            stop(ConnectionState.CLOSED, 0, "");
            unanswered.addAll(outbox.entries());
            waiting.addAll(syncs);
            return open;
        });
        if (first) {
            announcer.close();
            settings.store().close();
            ParleyException closed = new ParleyException(ErrorCode.CLOSED, "the client was closed");
            unanswered.forEach(entry -> entry.future.completeExceptionally(closed));
            waiting.forEach(sync -> sync.completeExceptionally(closed));
        }
    }

    @Override
    public void frame(Line from, ServerFrame frame) {
        lock.lock();
        try {
            if (from.equals(line)) {
                handle(from, frame);
                pump();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(Line which, int code, String reason, @Nullable Duration retryAfter) {
        locked(() -> {
            if (!which.equals(line)) {
                return;
            }
            line = null;
            outbox.allAgain();
            catchUp.lost();
            switch (redial.after(code, retryAfter)) {
                case Redial.Next.Replaced _ -> stop(ConnectionState.REPLACED, code, reason);
                case Redial.Next.Refused _ -> stop(ConnectionState.REFUSED, code, reason);
                case Redial.Next.Wait(Duration wait, TokenProvider.Need need) -> dialLater(code, reason, wait, need);
            }
        });
    }

    @Override
    public boolean hasRoom() {
        return announcer.hasRoom();
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        announcer.awaitRoom();
    }

    @Override
    public @Nullable String next(Line writer) {
        Outbox.Entry entry;
        lock.lock();
        try {
            if (!writer.equals(line) || !ready()) {
                return null;
            }
            String signal = signals.next();
            if (signal != null) {
                return signal;
            }
            entry = outbox.next(System.nanoTime());
        } finally {
            lock.unlock();
        }
        return entry == null ? null : ClientFrames.send(entry.message);
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean ready() {
        return state == ConnectionState.READY;
    }

    @Override
    public void say(String frame) {
        signals.say(frame);
        pump();
    }

    @Override
    public void later(Duration delay, Runnable task) {
        settings.runtime()
                .later(
                        delay,
                        () -> locked(() -> {
                            if (state != ConnectionState.CLOSED) {
                                task.run();
                                pump();
                            }
                        }));
    }

    @Override
    public boolean awaitsAcks() {
        return outbox.size() > 0;
    }

    @Override
    public void caughtUp(Map<String, Standing> standings) {
        redial.served();
        standings.forEach((conversation, standing) -> signals.confirmed(conversation, standing.readMessageId()));
        List<CompletableFuture<Void>> done = List.copyOf(syncs);
        syncs.clear();
        announcer.synced(
                inbox.rest(),
                Map.copyOf(standings),
                () -> done.forEach(sync -> sync.completeAsync(() -> null, settings.callbacks())));
    }

    @Override
    public void fill(List<String> conversations) {
        settings.runtime().threads().execute(() -> {
            Map<String, Duration> refused = new HashMap<>();
            try {
                for (String conversation : conversations) {
                    try {
                        fill(conversation);
                    } catch (ParleyException e) {
                        refused.put(conversation, e.retryAfter().orElse(Duration.ZERO));
                        LOG.log(System.Logger.Level.DEBUG, "a hole stays for now", e);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                locked(() -> catchUp.filled(refused));
            }
        });
    }

    @Override
    public Duration backoff(int before) {
        return settings.backoff().before(before, settings.random());
    }

    /** Reads one conversation on from its hole, page by page, as far as it lacks something. */
    private void fill(String conversation) throws InterruptedException {
        for (Inbox.Hole hole = hole(conversation); hole != null; hole = hole(conversation)) {
            announcer.awaitRoom();
            Inbox.Hole asked = hole;
            Page<ServerFrame.Told> page;
            try {
                page = api.allAfter(conversation, asked.after(), PAGE);
            } catch (ParleyException e) {
                if (e.code() == ErrorCode.FORBIDDEN || e.code() == ErrorCode.NOT_FOUND) {
                    locked(() -> forgetIfStill(asked));
                    return;
                }
                throw e;
            }
            locked(() -> inbox.page(asked, page.items()));
            if (page.nextCursor() == null || page.items().isEmpty()) {
                return;
            }
        }
    }

    private Inbox.@Nullable Hole hole(String conversation) {
        lock.lock();
        try {
            return ready() ? inbox.hole(conversation) : null;
        } finally {
            lock.unlock();
        }
    }

    /** That one may not read it was true when the history was asked; one may have come back since. */
    private void forgetIfStill(Inbox.Hole hole) {
        if (inbox.isStill(hole)) {
            forget(hole.conversation());
        }
    }

    private void handle(Line from, ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Told told -> {
                catchUp.heard();
                boolean behind = inbox.behind();
                boolean whole = inbox.take(told);
                if (!behind || !whole) {
                    catchUp.took(whole);
                }
            }
            case ServerFrame.Acked acked -> acked(acked.sent());
            case ServerFrame.Ready up -> ready(from, up);
            case ServerFrame.Synced synced -> catchUp.synced(synced);
            case ServerFrame.Resync(long withinMillis) ->
                later(Duration.ofMillis(settings.random().nextLong(Math.max(1, withinMillis))), catchUp::start);
            case ServerFrame.Failed failed -> failed(failed);
            case ServerFrame.ReceiptTold(Receipt receipt) -> {
                if (receipt.kind() == ReceiptKind.READ && receipt.userId().equals(userId)) {
                    signals.confirmed(receipt.conversationId(), receipt.messageId());
                }
                announcer.tellLater(to -> to.onReceipt(receipt));
            }
            case ServerFrame.TypingTold(Typing typing) -> {
                typingTimes.told(typing);
                announcer.tellLater(to -> to.onTyping(typing));
            }
            case ServerFrame.PresenceTold(Presence presence) -> announcer.tellLater(to -> to.onPresence(presence));
            case ServerFrame.ConversationTold(ConversationChange change) -> {
                if (change.removed()) {
                    forget(change.conversation().conversationId());
                }
                announcer.tellLater(to -> to.onConversation(change));
            }
            case ServerFrame.Pong _, ServerFrame.Unknown _ -> {
                // That something came is noted by the line.
            }
        }
    }

    private void ready(Line on, ServerFrame.Ready up) {
        if (ready()) {
            // The answer to a renewed token.
            return;
        }
        String owner = settings.store().userId();
        if (owner != null && !owner.equals(up.userId())) {
            stop(ConnectionState.REFUSED, 0, "the store is " + owner + "'s, the token " + up.userId() + "'s");
            return;
        }
        if (owner == null) {
            settings.store().user(up.userId());
        }
        userId = up.userId();
        redial.up();
        failExpired();
        signals.ready();
        change(ConnectionState.READY, 0, "", Duration.ZERO);
        clockBehind = Duration.between(settings.clock().instant(), Instant.ofEpochMilli(up.serverTs()));
        renewLater(on, on.token());
        tick(on, Duration.ofMillis(up.heartbeatMillis() > 0 ? up.heartbeatMillis() : 30_000));
        catchUp.start();
    }

    private void acked(Sent sent) {
        Outbox.Entry entry = outbox.answered(sent.clientMsgId());
        if (entry == null) {
            return;
        }
        settings.store().answered(sent.clientMsgId());
        redial.served();
        changed.signalAll();
        catchUp.took(inbox.take(own(entry.message, sent)));
        announcer.tellLater(to -> to.onSent(entry.message, sent));
        entry.future.completeAsync(() -> sent, settings.callbacks());
    }

    private ServerFrame.Told own(OutgoingMessage message, Sent sent) {
        return new ServerFrame.Told(
                new Message(
                        sent.conversationId(),
                        sent.messageId(),
                        sent.seq(),
                        userId == null ? "" : userId,
                        message.text(),
                        message.mediaIds(),
                        sent.serverTs(),
                        null,
                        message.clientMsgId()),
                true);
    }

    private void failed(ServerFrame.Failed failed) {
        ParleyException error = failed.error();
        Outbox.Entry entry = failed.clientMsgId() == null ? null : outbox.find(failed.clientMsgId());
        if (entry != null) {
            if (error.code().passing() || error.code() == ErrorCode.UNAUTHORIZED) {
                again(entry, error);
            } else {
                fail(entry, error);
            }
        } else if (!catchUp.failed(failed.id(), error)) {
            announcer.tellLater(to -> to.onError(error));
        }
    }

    private void again(Outbox.Entry entry, ParleyException error) {
        outbox.again(entry.message.clientMsgId());
        Duration wait = error.retryAfter().orElse(RESEND_WAIT);
        Duration backoff = settings.backoff().before(entry.attempts() - 1, settings.random());
        later(wait.plus(backoff), () -> outbox.release(entry.message.conversationId()));
    }

    private void fail(Outbox.Entry entry, ParleyException error) {
        outbox.answered(entry.message.clientMsgId());
        settings.store().answered(entry.message.clientMsgId());
        changed.signalAll();
        announcer.tellLater(to -> to.onSendFailed(entry.message, error));
        settings.callbacks().execute(() -> entry.future.completeExceptionally(error));
    }

    private void failExpired() {
        long oldest = settings.clock().millis() - SEND_AGE_MAX.toMillis();
        for (Outbox.Entry entry : outbox.entries()) {
            if (entry.createdAtMillis < oldest) {
                fail(entry, new ParleyException(ErrorCode.EXPIRED, "unsent for more than " + SEND_AGE_MAX));
            }
        }
    }

    private void forget(String conversation) {
        inbox.forget(conversation);
        settings.store().forgotten(conversation);
    }

    /** The application has a message. */
    private void given(Message message) {
        if (settings.delivered() && message.event() == null) {
            locked(() -> {
                if (!message.from().equals(userId)) {
                    delivered.given(message);
                }
            });
        }
    }

    private void dial(TokenProvider.Need need) {
        change(ConnectionState.CONNECTING, 0, "", Duration.ZERO);
        int mine = ++dials;
        settings.runtime().threads().execute(() -> {
            try {
                String token = tokens.get(need);
                locked(() -> dial(mine, token));
            } catch (ParleyException e) {
                locked(() -> {
                    if (mine == dials && e.code() == ErrorCode.UNAUTHORIZED) {
                        stop(ConnectionState.REFUSED, 0, String.valueOf(e.getMessage()));
                    } else if (mine == dials) {
                        Duration wait = redial.next(e.retryAfter().orElse(null));
                        dialLater(0, String.valueOf(e.getMessage()), wait, need);
                    }
                });
            }
        });
    }

    private void dial(int mine, String token) {
        if (mine != dials) {
            return;
        }
        Line fresh = new Line(this, settings.runtime(), token);
        line = fresh;
        fresh.dial(settings.endpoint().socket(settings.deviceId()));
        later(READY_MAX, () -> {
            if (fresh.equals(line) && !ready()) {
                fresh.abort("no ready within " + READY_MAX);
            }
        });
    }

    private void dialLater(int code, String reason, Duration wait, TokenProvider.Need need) {
        change(ConnectionState.WAITING, code, reason, wait);
        int mine = ++dials;
        later(wait, () -> {
            if (mine == dials) {
                dial(need);
            }
        });
    }

    private void stop(ConnectionState how, int code, String reason) {
        dials++;
        Line open = line;
        line = null;
        if (open != null) {
            open.close(how == ConnectionState.CLOSED ? signals.rest() : List.of());
            outbox.allAgain();
            catchUp.lost();
        }
        if (!state.equals(how)) {
            change(how, code, reason, Duration.ZERO);
        }
    }

    private void change(ConnectionState to, int code, String reason, Duration retryIn) {
        state = to;
        changed.signalAll();
        ConnectionChange change = new ConnectionChange(to, code, reason, retryIn);
        announcer.tellLater(listener -> listener.onState(change));
    }

    /** Looks after a socket: whether the other side still lives, and whether something waits too long. */
    private void tick(Line on, Duration heartbeat) {
        later(heartbeat.dividedBy(2), () -> {
            if (!on.equals(line)) {
                return;
            }
            long silentNanos = on.silentNanos();
            if (silentNanos > heartbeat.toNanos() * 5 / 2) {
                on.abort("the server is silent");
                return;
            }
            if (on.listening() && catchUp.overdue()) {
                on.abort("a catch-up is not answered");
                return;
            }
            if (silentNanos > heartbeat.toNanos()) {
                say(ClientFrames.PING);
            }
            resendUnanswered();
            tick(on, heartbeat);
        });
    }

    private void resendUnanswered() {
        for (Outbox.Entry entry :
                outbox.unansweredSince(System.nanoTime() - settings.ackMax().toNanos())) {
            outbox.again(entry.message.clientMsgId());
            outbox.release(entry.message.conversationId());
        }
    }

    private void renewLater(Line on, String token) {
        Instant expires = TokenExpiry.of(token);
        if (expires != null) {
            int mine = ++renewals;
            Instant now = settings.clock().instant().plus(clockBehind);
            later(TokenExpiry.untilRenewal(now, expires), () -> {
                if (on.equals(line) && mine == renewals) {
                    renew(on, token);
                }
            });
        }
    }

    private void renew(Line on, String ending) {
        settings.runtime().threads().execute(() -> {
            try {
                String token = tokens.get(TokenProvider.Need.EXPIRING);
                locked(() -> {
                    // Without another one, the socket ends with this one.
                    if (on.equals(line) && !token.equals(ending)) {
                        say(ClientFrames.auth(token, settings.deviceId(), "auth-" + renewals));
                        renewLater(on, token);
                    }
                });
            } catch (ParleyException e) {
                // The socket ends with the old token, and then it is asked for a fresh one, with backoff.
                announcer.tellLater(to -> to.onError(e));
            }
        });
    }

    private void pump() {
        if (line != null && ready()) {
            line.pump();
        }
    }

    private void checkOpen() {
        if (state == ConnectionState.CLOSED) {
            throw new ParleyException(ErrorCode.CLOSED, "the client is closed");
        }
    }

    private boolean locked(BooleanSupplier question) {
        lock.lock();
        try {
            return question.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration timeout, BooleanSupplier condition) throws InterruptedException {
        checkMayWait();
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
