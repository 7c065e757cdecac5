package chat.parley.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code parley serve} as a process of its own, on a free port. */
final class RunningServer implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Parley listens on (https?://localhost:([0-9]+)).*");
    private static final Path JAR = Path.of(System.getProperty("parley.jar", "../server/target/parley.jar"));

    private final Process process;
    private final Path data;
    private final URI url;

    private final Path log;

    private RunningServer(Process process, Path data, URI url, Path log) {
        this.process = process;
        this.data = data;
        this.url = url;
        this.log = log;
    }

    static RunningServer start(Path data, String... more) {
        return start(List.of(), data, 0, more);
    }

    /** A successor on the same data and port, so that clients find it where the old one was. */
    RunningServer restart(String... more) {
        return start(List.of(), data, url.getPort(), more);
    }

    /** @param wrapper a command that runs what follows it, such as one that makes a namespace */
    static RunningServer start(List<String> wrapper, Path data, int port, String... more) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(command("serve", "--port", Integer.toString(port), "--data", data.toString()));
        command.addAll(List.of(more));
        try {
            Path log = Files.createTempFile("parley-serve", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().put("PARLEY_JWT_SECRET", Tokens.SECRET);
            Process process = builder.start();
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            Matcher ready = READY.matcher(line == null ? "" : line);
            if (!ready.matches()) {
                process.destroyForcibly();
                throw new AssertionError("serve did not get ready: " + line + "\n" + Files.readString(log));
            }
            return new RunningServer(process, data, URI.create(ready.group(1)), log);
        } catch (IOException e) {
            throw new AssertionError("serve did not start", e);
        }
    }

    /** The program with these arguments, as a command line. */
    static List<String> command(String... args) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));
        return command;
    }

    /** How the program ended. */
    record Ended(int code, String out, String err) {}

    /** What the program prints, run to its end with these arguments, when all goes well. */
    static String run(String... args) {
        Ended ended = end(args);
        if (ended.code() != 0) {
            throw new AssertionError(String.join(" ", args) + " failed:\n" + ended.out() + ended.err());
        }
        return ended.out();
    }

    /** Runs the program to its end with these arguments. */
    static Ended end(String... args) {
        try {
            Process process = new ProcessBuilder(command(args)).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", args) + " does not end:\n" + out + err);
            }
            return new Ended(process.exitValue(), out, err);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    URI url() {
        return url;
    }

    Path data() {
        return data;
    }

    /** What it wrote to standard error so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut for the process: {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        waitForExit();
    }

    /** As an operator stops it: SIGTERM. @return the exit code */
    int terminate() {
        process.destroy();
        return waitForExit();
    }

    private int waitForExit() {
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        waitForExit();
    }
}
