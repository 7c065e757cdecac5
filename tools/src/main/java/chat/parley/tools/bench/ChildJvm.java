package chat.parley.tools.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Parts of a benchmark that run in a JVM of their own, so that they neither share this one's compiled code and heap nor
 * differ in flags from the measured server.
 */
final class ChildJvm {

    private static final String MAIN = "chat.parley.server.Main";
    private static final int STOP_SECONDS_MAX = 10;

    private ChildJvm() {}

    /** This program with other arguments. Its output is this process's; it ends with this process at the latest. */
    static Process start(List<String> arguments, ProcessBuilder.Redirect output) {
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-child"));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw Waiting.interrupted(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The flags of this JVM that a child may have too. */
    static List<String> flags() {
        // What profiles or debugs this process, and files that it writes, cannot be had twice.
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agent")
                        && !flag.startsWith("-javaagent")
                        && !flag.contains("FlightRecord")
                        && !flag.contains("Output"))
                .toList();
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(flags());
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        command.addAll(arguments);
        return command;
    }
}
