package chat.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of RocksDB's write-ahead logs; numbers rise. */
record WalFile(Path path, long number) {

    private static final Pattern NAME = Pattern.compile("(\\d{6,19})\\.log");

    /** All in a database's directory, in the order in which they were written; none when it is not there. */
    static List<WalFile> all(Path database) throws IOException {
        if (!Files.exists(database)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(database)) {
            return files.map(WalFile::of)
                    .flatMap(Stream::ofNullable)
                    .sorted(Comparator.comparingLong(WalFile::number))
                    .toList();
        }
    }

    static @Nullable WalFile last(Path database) throws IOException {
        List<WalFile> all = all(database);
        return all.isEmpty() ? null : all.getLast();
    }

    long bytes() throws IOException {
        return Files.size(path);
    }

    private static @Nullable WalFile of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() ? new WalFile(path, Long.parseLong(name.group(1))) : null;
    }
}
