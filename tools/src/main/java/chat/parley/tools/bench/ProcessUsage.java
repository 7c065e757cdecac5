package chat.parley.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process takes of the machine, read from Linux's /proc and from its JVM. */
final class ProcessUsage {

    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final Duration GIVE_BACK = Duration.ofMillis(500);
    private static final long SETTLED_BYTES = 1024 * 1024;
    private static final int LOOKS_MAX = 40;
    private static final int JCMD_SECONDS_MAX = 120;

    private final long pid;

    ProcessUsage(long pid) {
        this.pid = pid;
    }

    /** Resident memory, in bytes. */
    long rssBytes() {
        for (String line : read("status").split("\n", -1)) {
            if (line.startsWith("VmRSS:")) {
                return Machine.leadingNumber(line.substring("VmRSS:".length()).strip()) * 1024;
            }
        }
        throw new IllegalStateException("process " + pid + " has no VmRSS: it has ended");
    }

    /** User and system time since its start. */
    Duration cpu() {
        String stat = read("stat");
        // The name, in parentheses, may hold blanks; the fields after it do not. utime and stime are fields 14 and 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return Duration.of(ticks * TICK_MICROS, java.time.temporal.ChronoUnit.MICROS);
    }

    /**
     * Has the JVM collect its garbage, and waits until it has given back to the system what it does not want to keep:
     * that goes on for a second or so after the collection.
     */
    void settle() {
        var _ = jcmd("GC.run");
        long before;
        long now = rssBytes();
        int looks = 0;
        do {
            Waiting.pause(GIVE_BACK);
            before = now;
            now = rssBytes();
        } while (before - now > SETTLED_BYTES && ++looks < LOOKS_MAX);
    }

    /** Bytes of the heap that are in use, garbage included. */
    long heapBytes() {
        Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("GC.heap_info of process " + pid + " names no used bytes");
        }
        return Long.parseLong(used.group(1)) * 1024;
    }

    /** Bytes of the heap that are reachable, after a collection: exactly, also while the process is at work. */
    long liveBytes() {
        String[] lines = jcmd("GC.class_histogram").strip().split("\n", -1);
        Matcher total = TOTAL.matcher(lines[lines.length - 1]);
        if (!total.find()) {
            throw new IllegalStateException("GC.class_histogram of process " + pid + " names no total");
        }
        return Long.parseLong(total.group(1));
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jcmd(String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(JCMD_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("jcmd " + pid + " " + command + " failed: " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }
}
