package chat.parley.tools.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a benchmark ran on.
 *
 * @param memoryMb all of it, in MiB
 */
record Machine(int cores, String cpu, String kernel, long memoryMb, String jdk) {

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                valueOf("/proc/cpuinfo", "model name"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                leadingNumber(valueOf("/proc/meminfo", "MemTotal")) / 1024,
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    /** The load average of the last minute; 0 where the system does not tell. */
    static double load() {
        return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    @Override
    public String toString() {
        return cores + " cores (" + cpu + "), " + memoryMb / 1024 + " GiB, " + kernel + ", JDK " + jdk;
    }

    /** The value of a "key : value" line; "unknown" when there is none, as where there is no /proc. */
    private static String valueOf(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    static long leadingNumber(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == 0 ? 0 : Long.parseLong(text.substring(0, end));
    }
}
