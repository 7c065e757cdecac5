package chat.parley.embedded;

import chat.parley.embedded.AckedMark.Mark;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Counts everything in a data directory anew and says what is not as it should be: damaged files, rows that are not what
 * was written, and rows that contradict each other. The server must be stopped; nothing in the directory is changed.
 *
 * <p>Reads everything once, in order; the memory it takes does not grow with the messages.
 */
public final class Verifier {

    /**
     * One thing that is not as it should be.
     *
     * @param where the file, or the conversation and row
     * @param what what is wrong with it
     */
    public record Fault(String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    /**
     * What there is.
     *
     * @param messages events of conversations included
     * @param memberships of users who are members now
     * @param undelivered events that the delivery worker has not told yet
     * @param users registered ones and such as came with a token
     */
    public record Counts(
            long conversations,
            long messages,
            long indexRows,
            long memberships,
            long cursors,
            long undelivered,
            long users) {}

    /**
     * @param faults the first {@link #FAULTS_MAX} at most
     * @param faultCount how many there are altogether
     * @param remarks what is worth knowing and no fault: a write that a crash cut short
     */
    public record Report(Counts counts, List<Fault> faults, long faultCount, List<String> remarks) {

        public Report {
            faults = List.copyOf(faults);
            remarks = List.copyOf(remarks);
        }

        public boolean isClean() {
            return faultCount == 0;
        }
    }

    /**
     * How far it has come.
     *
     * @param step what is looked at, in words
     * @param total by estimate; {@code done} may come out higher
     */
    public record Progress(String step, long done, long total) {}

    /** Faults told one by one. */
    public static final int FAULTS_MAX = 1_000;

    private final DataDirectory directory;
    private final Consumer<Progress> progress;
    private final Findings findings = new Findings();

    private Verifier(DataDirectory directory, Consumer<Progress> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Looks at a whole data directory.
     *
     * @param progress told now and then
     * @throws DataDirectoryRefused when there is none, it is in use, or of a newer format
     */
    public static Report verify(Path path, Consumer<Progress> progress) {
        try (DataDirectory directory = DataDirectory.inspect(path)) {
            return new Verifier(directory, progress).run();
        }
    }

    private Report run() {
        Mark mark = mark();
        FileCheck files = new FileCheck(directory, findings, progress);
        files.checkLogs(mark);
        files.checkManifest();
        Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0);
        if (lacksFamilies()) {
            files.checkAllSortedFiles();
            return findings.report(counts);
        }
        try (Database database = Database.openReadOnly(directory.database(), EmbeddedOptions.defaults())) {
            files.checkSortedFiles(database);
            counts = new RowCheck(database, findings, progress).run(mark);
        } catch (RocksDBException e) {
            findings.fault("db", "the database cannot be read: " + e.getMessage());
            files.checkAllSortedFiles();
        }
        return findings.report(counts);
    }

    /** A database that cannot be asked is told of when it is opened. */
    private boolean lacksFamilies() {
        try {
            List<Family> missing = Database.missing(directory.database());
            for (Family family : missing) {
                findings.fault(
                        "db",
                        "it has no family of rows " + family.text()
                                + ": when the release that wrote it did not know it, start the server once, which makes it");
            }
            return !missing.isEmpty();
        } catch (RocksDBException e) {
            return false;
        }
    }

    private @Nullable Mark mark() {
        try {
            Mark mark = AckedMark.read(directory);
            if (mark == null) {
                findings.fault("ACKED", "it is missing, so nobody knows whether anything acknowledged is");
            }
            return mark;
        } catch (DamagedRow e) {
            findings.fault("ACKED", "it is damaged: " + e.getMessage());
            return null;
        }
    }
}
