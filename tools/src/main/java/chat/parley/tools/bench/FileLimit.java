package chat.parley.tools.bench;

import java.io.IOException;
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
        throw new IllegalStateException(sockets + " sockets need a limit of " + needed + " open files, and here it is "
                + limit + ". Before ./parley run: ulimit -n " + needed
                + "\nWhen that is not permitted, the hard limit is lower: raise it as root, with ulimit -Hn " + needed
                + " in a root shell, or nofile in /etc/security/limits.conf, or LimitNOFILE= of the systemd unit, or"
                + " --ulimit nofile=" + needed + " of the container; beyond " + nrOpen()
                + " first: sysctl fs.nr_open=" + needed + ".\nOr open fewer: --connections "
                + Math.max(1, limit - OTHERS));
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

    private static String nrOpen() {
        try {
            return Files.readString(Path.of("/proc/sys/fs/nr_open")).strip();
        } catch (IOException e) {
            return "fs.nr_open";
        }
    }
}
