package chat.parley.tools.client;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code parley serve} as a child process, with this process's own Java, flags and classes: for tools that need a
 * server which they may kill. It ends with this process at the latest.
 */
public final class ServerProcess implements AutoCloseable {

    private static final String NO_FILE = "/dev/null";
    private static final String MAIN = "chat.parley.server.Main";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    /**
     * The line that the server prints when it is ready. Not asked for by HTTP: behind the sockets of ten thousand
     * clients that come back at once, the question would wait for its turn.
     */
    private static final String READY = "Parley listens on ";

    private static final int SAID_BYTES_MAX = 1 << 20;
    private static final int LOG_LINES_SHOWN = 15;

    private final Path data;
    private final int port;
    private final Path log;
    private final List<String> jvmFlags;
    private final List<String> options;
    private final Thread exitHook = new Thread(this::destroy, "stop-server");
    private @Nullable Process process;
    private int starts;

    private ServerProcess(Path data, int port, List<String> jvmFlags, List<String> options) {
        this.data = data;
        this.port = port;
        // Beside the data, not in it: a server takes no directory for its own in which it finds another's file.
        Path absolute = data.toAbsolutePath().normalize();
        this.log = absolute.resolveSibling(absolute.getFileName() + ".out");
        this.jvmFlags = jvmFlags;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(exitHook);
    }

    /** A free port, the flags of this process, no further options. */
    public static ServerProcess start(Path data) {
        return start(data, 0, List.of(), List.of());
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param port 0 for a free one; it is kept over restarts
     * @param jvmFlags beside those of this process, and after them, so that they win
     * @param options further words for {@code serve}
     * @throws IllegalStateException when it does not come up; the message holds the end of its output
     */
    public static ServerProcess start(Path data, int port, List<String> jvmFlags, List<String> options) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory " + data, e);
        }
        ServerProcess server = new ServerProcess(data, port == 0 ? freePort() : port, jvmFlags, options);
        server.start();
        return server;
    }

    public Endpoint endpoint() {
        return Endpoint.local(port);
    }

    public Path data() {
        return data;
    }

    /** What the server printed, over all its starts. */
    public Path log() {
        return log;
    }

    /** Of the server that runs now. @throws IllegalStateException when none does */
    public long pid() {
        return running().pid();
    }

    /** How often it was started. */
    public int starts() {
        return starts;
    }

    /** Starts it again on the same port and data, after {@link #kill} or {@link #terminate}. */
    public void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("the server runs already");
        }
        long logBefore = log.toFile().length();
        try {
            ProcessBuilder builder = new ProcessBuilder(command());
            // The operator's settings are for the operator's server: this one has its own port, data and secret.
            builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
            process = builder.redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(NO_FILE)))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the server", e);
        }
        starts++;
        awaitReady(running(), logBefore);
    }

    /** kill -9: no word of goodbye, nothing flushed. Returns when it is gone. */
    public void kill() {
        end(running().destroyForcibly());
    }

    /** SIGTERM, as an operator stops it. @return its exit code */
    public int terminate() {
        Process asked = running();
        asked.destroy();
        return end(asked);
    }

    /** Stops it if it runs. */
    @Override
    public void close() {
        Process now = process;
        if (now != null && now.isAlive()) {
            terminate();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            // This process is ending already: the hook has run or will, and finds nothing to do.
        }
    }

    /** Resident memory in bytes, as Linux counts it; -1 elsewhere. */
    public long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    /** CPU time of the server that runs now, as the system counts it. */
    public Duration cpu() {
        return running().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A debugger's or profiler's port, and files that this process writes, cannot be had twice.
            if (!flag.startsWith("-agent") && !flag.startsWith("-javaagent") && !flag.contains("Output")) {
                command.add(flag);
            }
        }
        command.addAll(jvmFlags);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.add("-jar");
            command.add(classPath);
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        command.addAll(
                List.of("serve", "--data", data.toString(), "--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--config", NO_FILE));
        command.addAll(options);
        return command;
    }

    private void awaitReady(Process started, long logBefore) {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        try {
            while (started.isAlive() && System.nanoTime() < deadline) {
                if (said(logBefore).contains(READY)) {
                    return;
                }
                if (started.waitFor(5, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean died = !started.isAlive();
        started.destroyForcibly();
        throw new IllegalStateException((died ? "the server ended" : "the server did not get ready") + "; " + log
                + " ends with:\n" + lastLines());
    }

    /** What the log holds from a place on. */
    private String said(long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[(int) Math.min(file.length() - from, SAID_BYTES_MAX)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(nothing that could be read)";
        }
    }

    private Process running() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException("the server was not started");
        }
        return now;
    }

    private static int end(Process ending) {
        try {
            if (!ending.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.destroyForcibly();
                throw new IllegalStateException("the server did not end within " + STOP_MAX.toSeconds() + " s");
            }
            return ending.exitValue();
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void destroy() {
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }
}
