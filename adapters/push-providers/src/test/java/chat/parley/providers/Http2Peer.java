package chat.parley.providers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A service that speaks HTTP/2 over TLS, and may answer as no sound one does. */
public final class Http2Peer implements AutoCloseable {

    public record Request(String method, String path, Map<String, String> headers, ByteBuffer content) {

        public String body() {
            return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        }
    }

    public sealed interface Answer {}

    public record Whole(int status, Map<String, String> headers, String body) implements Answer {}

    /** A beginning of the body, and then the stream is broken off. */
    public record Half(int status, String beginning) implements Answer {}

    /** A beginning of the body, or with status 0 nothing at all, and then no more. */
    public record Silence(int status, String beginning) implements Answer {}

    /** The whole, after a while. */
    public record Late(Duration after, Whole whole) implements Answer {}

    /** The connection is closed. */
    public record HangUp() implements Answer {}

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final X509Bundle certificate;
    private final Channel listening;

    public Http2Peer(Function<Request, Answer> service) throws Exception {
        this(service, Http2Settings.defaultSettings());
    }

    public Http2Peer(Function<Request, Answer> service, Http2Settings settings) throws Exception {
        certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls = SslContextBuilder.forServer(
                        certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Stream(service));
                                            }
                                        }));
                    }
                })
                .bind("localhost", 0)
                .sync()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    public X509Bundle certificate() {
        return certificate;
    }

    /** For clients that trust it. */
    public SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    // Whether something could be written shows at the other end.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Stream extends ChannelInboundHandlerAdapter {

        private final Function<Request, Answer> service;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Http2Headers headers;

        private Stream(Function<Request, Answer> service) {
            this.service = service;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            boolean last = false;
            if (frame instanceof Http2HeadersFrame head) {
                headers = head.headers();
                last = head.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                byte[] bytes = new byte[data.content().readableBytes()];
                data.content().readBytes(bytes);
                body.writeBytes(bytes);
                last = data.isEndStream();
                data.release();
            }
            if (last) {
                answer(context, service.apply(request()));
            }
        }

        private Request request() {
            Http2Headers head = Objects.requireNonNull(headers);
            Map<String, String> fields = new TreeMap<>();
            head.forEach(field ->
                    fields.put(field.getKey().toString(), field.getValue().toString()));
            return new Request(
                    head.method().toString(), head.path().toString(), fields, ByteBuffer.wrap(body.toByteArray()));
        }

        private static void answer(ChannelHandlerContext context, Answer answer) {
            switch (answer) {
                case Whole whole -> {
                    Http2Headers head = head(whole.status());
                    whole.headers().forEach(head::add);
                    context.write(new DefaultHttp2HeadersFrame(head));
                    context.writeAndFlush(new DefaultHttp2DataFrame(bytes(whole.body()), true));
                }
                case Half half -> {
                    begin(context, half.status(), half.beginning());
                    context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
                }
                case Silence silence -> {
                    if (silence.status() != 0) {
                        begin(context, silence.status(), silence.beginning());
                    }
                }
                case Late late ->
                    context.executor()
                            .schedule(
                                    () -> answer(context, late.whole()),
                                    late.after().toMillis(),
                                    TimeUnit.MILLISECONDS);
                case HangUp _ -> context.channel().parent().close();
            }
        }

        private static void begin(ChannelHandlerContext context, int status, String beginning) {
            context.write(new DefaultHttp2HeadersFrame(head(status)));
            context.writeAndFlush(new DefaultHttp2DataFrame(bytes(beginning), false));
        }

        private static Http2Headers head(int status) {
            return new DefaultHttp2Headers().status(Integer.toString(status)).add("content-type", "application/json");
        }

        private static ByteBuf bytes(String text) {
            return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        }
    }
}
