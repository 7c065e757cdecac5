package chat.parley.websocket;

import chat.parley.domain.Limits;
import chat.parley.fabric.limits.RateLimiter;
import chat.parley.wire.Code;
import chat.parley.wire.http.HttpResponse;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A connection while it speaks HTTP: one request at a time goes to the endpoint, and what the client has sent ahead
 * waits. A good upgrade ends it: the WebSocket takes its place.
 */
final class HttpHandler extends ChannelInboundHandlerAdapter implements Watched {

    private static final String WEBSOCKET_PATH = "/ws";

    /** How long a connection is kept that has had an answer. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /** For the rest of a request that is being sent when the server ends. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(1);

    /** How long a client may take to read the last answer. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** When an address has all the connections that it may have, and nobody knows when one ends. */
    private static final Duration CROWDED = Duration.ofSeconds(30);

    private static final Refusal TIMED_OUT =
            new Refusal(408, Code.BAD_REQUEST, "the rest of the request did not come in time");

    /** The codec's own name for a request whose first line it could not read. */
    private static final String UNREADABLE = "/bad-request";

    private enum State {
        /** The next request comes, or does not. */
        READING,
        /** It is with the endpoint; what comes meanwhile waits. */
        ANSWERING,
        /** The last answer is written; what comes is thrown away. */
        CLOSING,
        /** Gone, or a WebSocket now. */
        OVER
    }

    private final SocketLoop loop;
    private final Door door;
    private final Duration patience;
    private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>(0);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private State state = State.READING;
    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpRequest head;
    private @Nullable Guest guest;

    /** The tick at which the next request must be here as a whole, or the client have closed. */
    private int until;

    /** @param patience for the first request's headers, and for each request's body */
    HttpHandler(SocketLoop loop, Door door, Duration patience) {
        this.loop = loop;
        this.door = door;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop.opened();
        wait(patience);
        loop.wheel.watch(this);
        guest = new Guest(door.keeper(), ctx.channel());
        // Behind a proxy it is known with the first request whose the connection is.
        if (!door.keeper().enter(guest) || (!isOfProxy(ctx) && !door.keeper().isFrom(guest, peer(ctx)))) {
            state = State.CLOSING;
            var _ = ctx.close();
        }
    }

    private boolean isOfProxy(ChannelHandlerContext ctx) {
        return door.addresses().isTrusted(ctx.channel().remoteAddress());
    }

    private static String peer(ChannelHandlerContext ctx) {
        return Addresses.of(ctx.channel().remoteAddress());
    }

    private String address(ChannelHandlerContext ctx, HttpRequest request) {
        return isOfProxy(ctx)
                ? door.addresses().forwarded(ctx.channel().remoteAddress(), request.headers())
                : peer(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject part = (HttpObject) message;
        switch (state) {
            case READING -> {
                if (ahead.isEmpty() && ctx.channel().isWritable()) {
                    read(ctx, part);
                } else {
                    keepAhead(ctx, part);
                }
            }
            case ANSWERING -> keepAhead(ctx, part);
            case CLOSING, OVER -> ReferenceCountUtil.release(part);
        }
    }

    /** No more than what was read already waits. */
    private void keepAhead(ChannelHandlerContext ctx, HttpObject part) {
        ahead.add(part);
        ctx.channel().config().setAutoRead(false);
    }

    /** Goes on with what waits, as long as the client takes its answers. */
    private void readOn(ChannelHandlerContext ctx) {
        while (state == State.READING && !ahead.isEmpty() && ctx.channel().isWritable()) {
            read(ctx, ahead.remove());
        }
        if (state == State.READING && ahead.isEmpty() && ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readOn(ctx);
    }

    private void read(ChannelHandlerContext ctx, HttpObject part) {
        try {
            if (part.decoderResult().isFailure()) {
                refuse(ctx, refusal(part));
                return;
            }
            if (part instanceof HttpRequest request) {
                begin(ctx, request);
            }
            if (part instanceof HttpContent content && state == State.READING) {
                append(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
        if (part instanceof LastHttpContent && state == State.READING && head != null) {
            finish(ctx, head);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        head = request;
        body.reset();
        wait(patience);
        String ambiguity = HttpMessages.ambiguity(request);
        if (ambiguity != null) {
            refuse(ctx, new Refusal(400, Code.BAD_REQUEST, ambiguity));
        } else if (HttpUtil.getContentLength(request, 0L) > Limits.FRAME_BYTES_MAX) {
            refuse(ctx, tooLarge());
        } else if (HttpUtil.is100ContinueExpected(request)) {
            var _ = ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void append(ChannelHandlerContext ctx, HttpContent content) {
        int length = content.content().readableBytes();
        if (body.size() + length > Limits.FRAME_BYTES_MAX) {
            refuse(ctx, tooLarge());
            return;
        }
        byte[] bytes = new byte[length];
        content.content().readBytes(bytes);
        body.writeBytes(bytes);
    }

    /** A whole request is here. */
    private void finish(ChannelHandlerContext ctx, HttpRequest request) {
        head = null;
        String path = request.uri().split("\\?", 2)[0];
        if (!path.equals(WEBSOCKET_PATH)) {
            state = State.ANSWERING;
            if (guest != null) {
                guest.settles();
            }
            ask(ctx, request);
            return;
        }
        switch (door.upgrade().answer(request)) {
            case Upgrade.Answer.Refused(var refusal) -> refuse(ctx, refusal);
            case Upgrade.Answer.Accepted accepted -> admit(ctx, address(ctx, request), accepted);
        }
    }

    private void admit(ChannelHandlerContext ctx, String address, Upgrade.Answer.Accepted accepted) {
        Guest visitor = guest;
        long wait = door.quotas().upgrade(address);
        if (wait != RateLimiter.GRANTED) {
            refuse(ctx, Refusal.rateLimited("too many sockets are opened from this address", wait));
        } else if (visitor == null || !door.keeper().isFrom(visitor, address)) {
            refuse(ctx, Refusal.rateLimited("too many connections from this address", CROWDED.toMillis()));
        } else {
            become(ctx, accepted, visitor);
        }
    }

    private void ask(ChannelHandlerContext ctx, HttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        try {
            door.endpoint()
                    .handle(
                            HttpMessages.request(request, address(ctx, request), body.toByteArray()),
                            answer -> loop.execute(() -> answer(ctx, answer, keepAlive)));
        } catch (RuntimeException e) {
            Failures.log("a request is refused", e);
            answer(ctx, new Refusal(503, Code.UNAVAILABLE, "try again later").toResponse(), false);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpResponse answer, boolean keepAlive) {
        if (state != State.ANSWERING) {
            return;
        }
        if (guest != null) {
            guest.waits();
        }
        if (!keepAlive || loop.isDraining()) {
            sayLast(ctx, answer);
            return;
        }
        var _ = ctx.writeAndFlush(HttpMessages.response(answer, true, isEncrypted(ctx)), ctx.voidPromise());
        state = State.READING;
        wait(KEEP_ALIVE);
        readOn(ctx);
    }

    private static boolean isEncrypted(ChannelHandlerContext ctx) {
        return ctx.pipeline().get(SslHandler.class) != null;
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
        sayLast(ctx, refusal.toResponse());
    }

    /** Closed at once with bytes of the client's unread, the connection would be reset, and the answer perhaps lost. */
    private void sayLast(ChannelHandlerContext ctx, HttpResponse answer) {
        state = State.CLOSING;
        head = null;
        releaseAhead();
        wait(LINGER);
        var _ = ctx.writeAndFlush(HttpMessages.response(answer, false, isEncrypted(ctx)))
                .addListener((ChannelFuture written) -> HalfClose.of(written.channel()));
        ctx.channel().config().setAutoRead(true);
    }

    /** Puts the WebSocket in the place of everything that speaks HTTP. */
    private void become(ChannelHandlerContext ctx, Upgrade.Answer.Accepted accepted, Guest visitor) {
        state = State.OVER;
        ChannelPipeline pipeline = ctx.pipeline();
        // Whatever was decoded behind the upgrade was no HTTP that anybody answers.
        releaseAhead();
        ctx.channel().config().setAutoRead(true);
        BufferedSocket socket = door.socket().apply(loop);
        socket.entered(visitor);
        pipeline.addLast(socket);
        pipeline.remove(this);
        socket.begin(accepted);
        // Frames that came with the request are in the codec, and go to the socket now.
        pipeline.remove(HttpServerCodec.class);
    }

    @Override
    public boolean check(int now) {
        if (state == State.OVER || context == null) {
            return false;
        }
        if (loop.isDraining() && state == State.READING && head != null) {
            until = Math.min(until, now + loop.ticks(DRAIN_PATIENCE));
        }
        boolean late = state != State.ANSWERING && now >= until;
        boolean idleWhileDraining = loop.isDraining() && state == State.READING && head == null;
        if (late && state == State.READING && head != null && !loop.isDraining()) {
            // Of one who has not come as far as the end of his headers it is not known whether he speaks HTTP.
            refuse(context, TIMED_OUT);
        } else if (late || idleWhileDraining) {
            var _ = context.close();
        }
        return true;
    }

    private void wait(Duration patience) {
        until = loop.wheel.now() + loop.ticks(patience);
    }

    private static Refusal tooLarge() {
        return new Refusal(413, Code.TOO_LARGE, "a body has at most 64 KiB");
    }

    private static Refusal refusal(HttpObject part) {
        return switch (part.decoderResult().cause()) {
            case TooLongHttpLineException _ -> new Refusal(414, Code.TOO_LARGE, "the request line is too long");
            case TooLongHttpHeaderException _ -> new Refusal(431, Code.TOO_LARGE, "the headers are too long");
            case TooLongFrameException _ -> new Refusal(413, Code.TOO_LARGE, "a line of the body is too long");
            default -> new Refusal(400, Code.BAD_REQUEST, "this is not HTTP: " + fault(part));
        };
    }

    /** In our words: the codec's repeat what the client has sent. */
    private static String fault(HttpObject part) {
        if (!(part instanceof HttpRequest request)) {
            return "the length of a chunk is malformed";
        }
        return request.uri().equals(UNREADABLE)
                ? "the first line is not METHOD TARGET HTTP/1.1"
                : "a header is malformed, or contradicts another";
    }

    private void releaseAhead() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.OVER;
        releaseAhead();
        if (guest != null) {
            guest.leaves();
        }
        loop.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Failures.log("an HTTP connection is closed", cause);
        var _ = ctx.close();
    }
}
