package chat.parley.tools.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One start of the server, timed from exec. */
final class ServerStart {

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration ASK_EVERY = Duration.ofMillis(2);
    private static final byte[] QUESTION =
            "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** @param listeningMillis to the first line of its output */
    record Result(double listeningMillis, double readyMillis, long rssBytes) {}

    private ServerStart() {}

    /** Starts a server with an empty data directory, waits until it is ready, and stops it. */
    static Result measure(List<String> serve, List<String> javaOptions) {
        try (Workplace workplace = Workplace.make()) {
            int port = freePort();
            List<String> command = new ArrayList<>(serve);
            command.addAll(
                    List.of("--data", workplace.path().resolve("data").toString(), "--port", Integer.toString(port)));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PARLEY_NO_BUILD", "1");
            builder.environment().put("PARLEY_JAVA_OPTS", String.join(" ", javaOptions));
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                AtomicLong firstLine = new AtomicLong();
                Thread reader = Thread.ofPlatform().start(() -> readOutput(process, firstLine));
                awaitReady(process, port, start);
                double ready = millisSince(start);
                long rss = new ProcessUsage(process.pid()).rssBytes();
                ChildJvm.stop(process);
                reader.join();
                return new Result((firstLine.get() - start) / 1e6, ready, rss);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    static double millisToEnd(List<String> command) {
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
            return millisSince(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private static void readOutput(Process process, AtomicLong firstLine) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                firstLine.compareAndSet(0, System.nanoTime());
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static void awaitReady(Process process, int port, long start) throws InterruptedException {
        while (!isReady(port)) {
            if (!process.isAlive() || System.nanoTime() - start > START_MAX.toNanos()) {
                throw new IllegalStateException("the server did not get ready");
            }
            TimeUnit.NANOSECONDS.sleep(ASK_EVERY.toNanos());
        }
    }

    private static boolean isReady(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(QUESTION);
            byte[] status = socket.getInputStream().readNBytes(12);
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
