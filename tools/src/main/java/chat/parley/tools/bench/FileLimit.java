package chat.parley.tools.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many files, and so sockets, a process may have open: this one, and the server, which inherits the limit. */
final class FileLimit {

    /** What a process needs beside its sockets: jars, the database's files, the event loops. */
    private static final int OTHERS = 500;

    private FileLimit() {}

    /** @throws IllegalStateException that says what to do when it is too low */
    static void require(long sockets) {
        long limit = current();
        long needed = sockets + OTHERS;
        if (limit >= needed) {
            return;
        }
        throw new IllegalStateException(String.join(
                "\n",
                sockets + " sockets need a limit of " + needed + " open files, and here it is " + limit + ".",
                "Run in the same shell before: ulimit -n " + needed,
                "If that is not permitted the hard limit is lower. It is raised as root: by nofile in"
                        + " /etc/security/limits.conf,",
                "by LimitNOFILE= of a systemd unit, or by --ulimit nofile=" + needed + " of a container"
                        + (needed > nrOpen() ? ", and first: sysctl fs.nr_open=" + needed : "") + ".",
                "Or open fewer: --connections " + Math.max(1, limit - OTHERS)));
    }

    private static long current() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> Machine.leadingNumber(
                            line.substring("Max open files".length()).strip()))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The most that even root may ask for. */
    private static long nrOpen() {
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/fs/nr_open"))) {
            // All in one read: the kernel answers a second one with nothing.
            byte[] text = new byte[32];
            int length = file.read(text);
            return Machine.leadingNumber(new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
