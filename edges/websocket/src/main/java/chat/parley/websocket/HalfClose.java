package chat.parley.websocket;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of what the server says, while the client may still speak. */
final class HalfClose {

    private HalfClose() {}

    /** Everything is written: says so in TLS, where it is spoken, and in TCP. */
    static void of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput(channel);
        } else {
            var _ = tls.closeOutbound().addListener(_ -> shutdownOutput(channel));
        }
    }

    private static void shutdownOutput(Channel channel) {
        var _ = ((DuplexChannel) channel).shutdownOutput();
    }
}
