package chat.parley.embedded;

import chat.parley.embedded.AckedMark.Mark;
import chat.parley.embedded.RecordFile.Found;
import chat.parley.embedded.Verifier.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** Looks at RocksDB's files one by one, as bytes with checksums. */
final class FileCheck {

    private final DataDirectory directory;
    private final Findings findings;
    private final Consumer<Progress> progress;

    FileCheck(DataDirectory directory, Findings findings, Consumer<Progress> progress) {
        this.directory = directory;
        this.findings = findings;
        this.progress = progress;
    }

    /** The write-ahead logs. What a crash tore off is no fault; whether there was a crash, the mark knows. */
    void checkLogs(@Nullable Mark mark) {
        progress.accept(new Progress("write-ahead logs", 0, 1));
        WalCheck check = WalCheck.of(directory.database());
        check.gaps().forEach(gap -> findings.fault(gap.where(), "something that was stored cannot be read"));
        boolean closedInOrder = mark != null && mark.closedInOrder();
        if (mark != null && closedInOrder) {
            checkLastLog(mark);
        }
        for (WalCheck.Break end : check.ends()) {
            if (end.torn()) {
                findings.remark(end.where() + ": a crash cut a write short that nobody was told of");
            } else {
                findings.fault(end.where(), "the end of the log is damaged");
            }
        }
    }

    /** A start that failed may have left empty ones behind the last. */
    private void checkLastLog(Mark mark) {
        try {
            WalFile last = null;
            for (WalFile file : WalFile.all(directory.database())) {
                last = file.bytes() > 0 || file.number() == mark.walNumber() ? file : last;
            }
            if (last == null || last.number() != mark.walNumber() || last.bytes() != mark.walBytes() || isTorn(last)) {
                findings.fault(
                        last == null ? "db" : last.path().getFileName().toString(),
                        "the last write-ahead log was number " + mark.walNumber() + " with " + mark.walBytes()
                                + " bytes when the store was closed");
            }
        } catch (IOException e) {
            findings.fault("db", "the write-ahead logs cannot be read: " + e.getMessage());
        }
    }

    private static boolean isTorn(WalFile file) throws IOException {
        boolean[] torn = {false};
        RecordFile.scan(file.path(), found -> torn[0] |= found instanceof Found.Torn);
        return torn[0];
    }

    /** The list of the files that make up the database. */
    void checkManifest() {
        Path current = directory.database().resolve("CURRENT");
        try {
            String name = Files.readString(current, StandardCharsets.ISO_8859_1);
            if (!name.matches("MANIFEST-\\d{6,19}\n")) {
                findings.fault("CURRENT", "it names no MANIFEST");
                return;
            }
            String manifest = name.strip();
            RecordFile.scan(directory.database().resolve(manifest), found -> {
                switch (found) {
                    case Found.Whole _ -> {}
                    case Found.Damage(var offset, var what) -> findings.fault(manifest + " at byte " + offset, what);
                    case Found.Torn(var offset) ->
                        findings.fault(manifest + " at byte " + offset, "the file ends within a record");
                }
            });
        } catch (IOException e) {
            findings.fault("CURRENT", "the list of files cannot be read: " + e);
        }
    }

    /** Every block of every sorted file that belongs to the database. */
    void checkSortedFiles(Database database) {
        List<LiveFileMetaData> files = database.files();
        long total = files.stream().mapToLong(LiveFileMetaData::size).sum();
        long done = 0;
        for (LiveFileMetaData file : files) {
            progress.accept(new Progress("checksums of files", done, total));
            checkSortedFile(directory.database().resolve(file.fileName().substring(1)), file.size());
            done += file.size();
        }
    }

    /** When the database cannot be opened, what is there can still be looked at. */
    void checkAllSortedFiles() {
        try (Stream<Path> files = Files.list(directory.database())) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> f.toString().endsWith(".sst")).sorted()::iterator) {
                checkSortedFile(file, Files.size(file));
            }
        } catch (IOException e) {
            findings.fault("db", "its files cannot be listed: " + e.getMessage());
        }
    }

    private void checkSortedFile(Path file, long size) {
        String name = file.getFileName().toString();
        try (Options options = new Options();
                SstFileReader reader = new SstFileReader(options)) {
            if (Files.size(file) != size) {
                findings.fault(name, "it has " + Files.size(file) + " bytes instead of " + size);
                return;
            }
            reader.open(file.toString());
            reader.verifyChecksum();
        } catch (RocksDBException | IOException e) {
            findings.fault(name, String.valueOf(e.getMessage()));
        }
    }
}
