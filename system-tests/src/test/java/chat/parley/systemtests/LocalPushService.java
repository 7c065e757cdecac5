package chat.parley.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A push service of this machine (RFC 8030) that takes everything, and a server that may post to it. */
final class LocalPushService implements AutoCloseable {

    /** What was posted. */
    record Posted(String path, String authorization, ByteBuffer body) {}

    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
    private final HttpsServer service;
    private final String host;
    private final String trust;

    /** @param keys where its certificate is made */
    LocalPushService(Path keys) throws Exception {
        LocalCertificate certificate = LocalCertificate.in(keys);
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        service.setHttpsConfigurator(new HttpsConfigurator(identity(certificate)));
        service.createContext("/", this::take);
        service.start();
        host = "localhost:" + service.getAddress().getPort();
        trust = "-Djavax.net.ssl.trustStore=" + trusted(certificate, keys) + " -Djavax.net.ssl.trustStorePassword="
                + new String(certificate.password());
    }

    RunningServer server(Path data) {
        return RunningServer.start(List.of("env", "JDK_JAVA_OPTIONS=" + trust), data, 0, "--push-endpoints", host);
    }

    String endpoint(String path) {
        return "https://" + host + "/" + path;
    }

    /** The next that a server posts. */
    Posted next(RunningServer server) throws InterruptedException {
        Posted next = posted.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no push within 30 seconds\n" + server.log());
        }
        return next;
    }

    @Override
    public void close() {
        service.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        posted.add(new Posted(
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                ByteBuffer.wrap(exchange.getRequestBody().readAllBytes())));
        exchange.getResponseHeaders().add("Location", endpoint("m/1"));
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }

    private static SSLContext identity(LocalCertificate certificate) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(certificate.store(), certificate.password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A store by which the server trusts the push service. */
    private static Path trusted(LocalCertificate certificate, Path keys) throws Exception {
        Path file = keys.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            certificate.trust().store(out, certificate.password());
        }
        return file;
    }
}
