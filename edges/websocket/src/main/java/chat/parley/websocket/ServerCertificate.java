package chat.parley.websocket;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/**
 * The certificate by which clients know the server, and its key: two PEM files, read again when they have changed. TLS
 * is OpenSSL's where its library is there (it takes half the memory for an idle connection), else the JDK's.
 */
public final class ServerCertificate {

    private static final System.Logger LOG = System.getLogger(ServerCertificate.class.getName());

    static {
        // A client that asks for handshake after handshake would cost us much and itself little. OpenSSL never allows
        // it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Path chainFile;
    private final Path keyFile;
    private final SslProvider provider;
    private byte[] chain;
    private byte[] key;
    private volatile SslContext context;

    /**
     * Reads the two files.
     *
     * @param chainFile the certificate, followed by those that lead to a root
     * @param keyFile its private key, PKCS #8 without a password
     * @throws IllegalArgumentException when they cannot be used; the message says which and why
     * @throws UncheckedIOException when they cannot be read
     */
    public ServerCertificate(Path chainFile, Path keyFile) {
        this(chainFile, keyFile, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
    }

    ServerCertificate(Path chainFile, Path keyFile, SslProvider provider) {
        this.chainFile = chainFile;
        this.keyFile = keyFile;
        this.provider = provider;
        try {
            chain = Files.readAllBytes(chainFile);
            key = Files.readAllBytes(keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context = context(chain, key);
    }

    /**
     * Takes a new certificate for new connections, when the files have one. While they cannot be used, as when only one
     * of them has been replaced yet, the old one stays. To be called now and then, by one thread.
     */
    public void refresh() {
        try {
            byte[] chainNow = Files.readAllBytes(chainFile);
            byte[] keyNow = Files.readAllBytes(keyFile);
            if (!Arrays.equals(chainNow, chain) || !Arrays.equals(keyNow, key)) {
                // Seen, whatever comes of it: what cannot be used is told of once.
                chain = chainNow;
                key = keyNow;
                context = context(chainNow, keyNow);
                LOG.log(System.Logger.Level.INFO, "new connections get the new certificate of " + chainFile);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "the certificate stays as it is: " + e.getMessage());
        }
    }

    /** The handler that stands before all others of a connection. Its handshake has the time of the first request. */
    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        // The listener's wheel ends what takes too long; a timer for each connection would be one more object.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private SslContext context(byte[] chainPem, byte[] keyPem) {
        try {
            KeyMatch.check(chainPem, keyPem);
            return SslContextBuilder.forServer(new ByteArrayInputStream(chainPem), new ByteArrayInputStream(keyPem))
                    .sslProvider(provider)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    chainFile + " and " + keyFile + " are no certificate with its key: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage()
                            + " (the key must be PKCS #8 without a password, as from: openssl pkcs8 -topk8 -nocrypt -in "
                            + keyFile
                            + " -out key8.pem)",
                    e);
        }
    }
}
